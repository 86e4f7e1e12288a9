// Waiting, passed in so that tests need no sleep.

/** Runs `run` after `ms`; the answer cancels it. */
export type After = (ms: number, run: () => void) => () => void;

export const realAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** One pending call at a time: asking again starts the wait anew. */
export class Debounce {
  readonly #after: After;
  readonly #ms: number;
  #cancel: (() => void) | undefined;

  constructor(after: After, ms: number) {
    this.#after = after;
    this.#ms = ms;
  }

  run(then: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#after(this.#ms, () => {
      this.#cancel = undefined;
      then();
    });
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
