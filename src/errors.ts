// Failures that a user can meet (AppError, with a closed set of codes) and bugs (assert).

export type ErrorCode =
  | 'usage'
  | 'file/missing'
  | 'file/unreadable'
  | 'file/unwritable'
  | 'file/exists'
  | 'folder/empty'
  | 'image/empty'
  | 'image/damaged'
  | 'image/unsupported'
  | 'image/too-large'
  | 'model/missing'
  | 'model/damaged'
  | 'model/mismatch'
  | 'data/missing'
  | 'data/damaged'
  | 'training/mismatch'
  | 'backend/unavailable'
  | 'library/damaged'
  | 'library/locked'
  | 'library/newer'
  | 'report/signed'
  | 'report/unaccepted'
  | 'engine/stopped'
  | 'cancelled'
  | 'bug';

/** An expected failure. The message says what happened, to which file, and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** The form in which a failure crosses a process: Electron carries only an error's message. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** Turns anything thrown into a Failure; what is not an AppError is a bug. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'bug', message: error instanceof Error ? error.message : String(error) };
}

/** Stops the job: a condition that only a bug can break. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!(condition as boolean)) throw new Error(`Bug: ${message}`);
}

/** Closes a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Bug: unexpected ${JSON.stringify(value)}`);
}
