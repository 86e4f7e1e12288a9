// Small stand-ins for what surrounds the state classes: time that is moved by hand, and pictures.
import type { PhotoSummary } from '../../src/ipc.ts';
import type { After } from '../../renderer/shell/clock.ts';

/** Time that stands still until `pass` is called. */
export class HandClock {
  #now = 0;
  #waiting: { readonly at: number; readonly run: () => void }[] = [];

  readonly after: After = (ms, run) => {
    const entry = { at: this.#now + ms, run };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry);
    };
  };

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#waiting.filter((entry) => entry.at <= this.#now);
    this.#waiting = this.#waiting.filter((entry) => entry.at > this.#now);
    for (const entry of due) entry.run();
  }
}

export function photo(id: number, part: Partial<PhotoSummary> = {}): PhotoSummary {
  return {
    id,
    hash: id.toString(16).padStart(64, '0'),
    path: `/pictures/${String(id)}.jpg`,
    name: `${String(id)}.jpg`,
    state: 'waiting',
    caption: undefined,
    author: undefined,
    probability: undefined,
    hedged: false,
    failure: undefined,
    addedAtMs: id,
    ...part,
  };
}

export const captioned = (id: number, caption: string, part: Partial<PhotoSummary> = {}): PhotoSummary =>
  photo(id, { state: 'captioned', caption, author: 'model', probability: 0.8, ...part });
