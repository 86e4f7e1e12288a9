// The connection to SQLite: `node:sqlite`, which Node 24 and Electron carry, so there is no native module to build.
// One writer at a time waits for the other (busy_timeout), so a second process loses nothing.
import {
  backup,
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite';
import { AppError } from '../errors.ts';

export type Row = Record<string, SQLOutputValue>;

const busyTimeoutMs = 10_000;

/** An open database file with its prepared statements. */
export class Database {
  readonly path: string;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws AppError library/damaged, library/locked, file/unwritable */
  constructor(path: string) {
    this.path = path;
    this.#connection = guard(path, () => new DatabaseSync(path, { timeout: busyTimeoutMs }));
    try {
      // FULL: an edit that was answered survives a power cut.
      this.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
      // In KiB: ten thousand pictures are listed from memory.
      this.exec('PRAGMA cache_size = -16384');
    } catch (error) {
      this.close();
      throw error;
    }
  }

  exec(sql: string): void {
    guard(this.path, () => this.#connection.exec(sql));
  }

  /** All rows. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return guard(this.path, () => this.#prepare(sql).all(...values));
  }

  /** The first row. */
  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return guard(this.path, () => this.#prepare(sql).get(...values));
  }

  /** Changes rows. */
  run(
    sql: string,
    ...values: SQLInputValue[]
  ): { readonly changes: number; readonly lastInsertRowid: number } {
    const { changes, lastInsertRowid } = guard(this.path, () => this.#prepare(sql).run(...values));
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  /** All or nothing. A transaction inside a transaction joins it. */
  transaction<T>(action: () => T): T {
    if (this.#isInTransaction()) return action();
    this.exec('BEGIN IMMEDIATE');
    try {
      const value = action();
      this.exec('COMMIT');
      return value;
    } catch (error) {
      // A full disk or a damaged file makes SQLite roll back by itself.
      if (this.#isInTransaction()) this.exec('ROLLBACK');
      throw error;
    }
  }

  /** Copies the whole library as it is into a new file, a few pages at a time, so that requests go on. */
  async copyTo(path: string): Promise<void> {
    await backup(this.#connection, path, { rate: 200 }).catch((error: unknown) => {
      throw explain(path, error);
    });
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #isInTransaction(): boolean {
    return this.#connection.isTransaction;
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Placeholders for a list that is passed as one JSON text, however long: `id IN ${idsIn}`. */
export const idsIn = '(SELECT value FROM json_each(?))';

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const sqlite = {
  busy: 5,
  locked: 6,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
};

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw explain(path, cause);
  }
}

/** Turns what SQLite throws into a failure with a sentence; anything else is a bug and stays what it is. */
function explain(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return cause;
  switch (cause.errcode & 0xff) {
    case sqlite.busy:
    case sqlite.locked:
      return new AppError(
        'library/locked',
        `The library ${path} is in use by another program: close it and try again.`,
        { cause },
      );
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return new AppError(
        'library/damaged',
        `The library ${path} is damaged: start the app again to go back to the newest backup.`,
        { cause },
      );
    case sqlite.full:
      return new AppError(
        'file/unwritable',
        `The disk that holds ${path} is full: make room and try again.`,
        { cause },
      );
    case sqlite.readonly:
    case sqlite.io:
    case sqlite.cantOpen:
      return new AppError(
        'file/unwritable',
        `The library ${path} cannot be written: check the folder's permissions and the disk.`,
        { cause },
      );
    default:
      return cause;
  }
}
