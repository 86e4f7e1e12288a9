// Counts finished pictures, and how many a second over the last few seconds.
const windowMs = 10_000;

export interface Throughput {
  readonly done: number;
  readonly failed: number;
  /** Starts counting from zero. */
  reset(atMs: number): void;
  count(what: 'done' | 'failed', atMs: number): void;
  /** Pictures a second; undefined until there is something to go by. */
  perSecond(atMs: number): number | undefined;
}

export function createThroughput(): Throughput {
  let done = 0;
  let failed = 0;
  let sinceMs = 0;
  let finishedMs: number[] = [];
  return {
    get done() {
      return done;
    },
    get failed() {
      return failed;
    },
    reset(atMs) {
      done = 0;
      failed = 0;
      sinceMs = atMs;
      finishedMs = [];
    },
    count(what, atMs) {
      if (what === 'done') done += 1;
      else failed += 1;
      finishedMs.push(atMs);
    },
    perSecond(atMs) {
      finishedMs = finishedMs.filter((ms) => atMs - ms < windowMs);
      const spanMs = Math.min(windowMs, atMs - sinceMs);
      return finishedMs.length === 0 || spanMs <= 0 ? undefined : (1000 * finishedMs.length) / spanMs;
    },
  };
}
