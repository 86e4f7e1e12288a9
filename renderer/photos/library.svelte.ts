// Every picture in the window, as the engine last reported it.
import type { PhotoSummary } from '../../src/ipc.ts';
import { isPending, markOf, marks, type Mark } from './mark.ts';

/** Runs `redraw` soon, once for many calls: a thousand results a second must not mean a thousand sorts. */
export type Schedule = (redraw: () => void) => void;

export type Settled = (photo: PhotoSummary) => void;

export class Library {
  /** What is known now; shown at the next redraw. */
  readonly #latest = new Map<number, PhotoSummary>();
  #shown: ReadonlyMap<number, PhotoSummary> = $state.raw(new Map());
  readonly #schedule: Schedule;
  readonly #settled: Settled;
  #scheduled = false;
  /** False until the engine has listed what it knows. */
  loaded = $state(false);

  readonly all: readonly PhotoSummary[] = $derived([...this.#shown.values()]);
  readonly counts: Readonly<Record<Mark, number>> = $derived.by(() => {
    const counts = Object.fromEntries(marks.map((mark) => [mark, 0])) as Record<Mark, number>;
    for (const photo of this.all) counts[markOf(photo)] += 1;
    return counts;
  });

  /** `settled` hears of every picture that was pending and now has a caption or a failure. */
  constructor(schedule: Schedule, settled: Settled) {
    this.#schedule = schedule;
    this.#settled = settled;
  }

  get size(): number {
    return this.#shown.size;
  }

  get(id: number): PhotoSummary | undefined {
    return this.#shown.get(id);
  }

  /** Also before it is shown. */
  has(id: number): boolean {
    return this.#latest.has(id);
  }

  /** The whole list, from the engine; replaces what was there. */
  load(photos: readonly PhotoSummary[]): void {
    this.#latest.clear();
    for (const photo of photos) this.#latest.set(photo.id, photo);
    this.loaded = true;
    this.redraw();
  }

  /** `when` is 'now' for the answer to something the person did, 'soon' for the stream of results. */
  put(photos: readonly PhotoSummary[], when: 'now' | 'soon'): void {
    for (const photo of photos) {
      const before = this.#latest.get(photo.id);
      this.#latest.set(photo.id, photo);
      if (before !== undefined && isPending(before) && !isPending(photo)) this.#settled(photo);
    }
    if (when === 'now') this.redraw();
    else this.#redrawSoon();
  }

  drop(ids: readonly number[]): void {
    for (const id of ids) this.#latest.delete(id);
    this.redraw();
  }

  /** Shows at once what waits for its turn. */
  redraw(): void {
    this.#shown = new Map(this.#latest);
  }

  #redrawSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.redraw();
    });
  }
}
