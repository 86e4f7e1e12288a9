// Every picture in the window, as the engine last reported it.
import { assertNever } from '../../src/errors.ts';
import type { PhotoSummary } from '../../src/ipc.ts';
import { isPending, markOf, marks, type Mark } from './mark.ts';

/** Runs `redraw` soon, once for many calls: a thousand results a second must not mean a thousand sorts. */
export type Schedule = (redraw: () => void) => void;

export type Settled = (photo: PhotoSummary) => void;

export class Library {
  readonly #photos = new Map<number, PhotoSummary>();
  readonly #schedule: Schedule;
  readonly #settled: Settled;
  #version = $state(0);
  #scheduled = false;
  /** False until the engine has listed what it knows. */
  loaded = $state(false);

  readonly all: readonly PhotoSummary[] = $derived.by(() => this.#read(() => [...this.#photos.values()]));
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
    return this.#read(() => this.#photos.size);
  }

  get(id: number): PhotoSummary | undefined {
    return this.#read(() => this.#photos.get(id));
  }

  has(id: number): boolean {
    return this.#photos.has(id);
  }

  /** Shows at once what waits for its turn. */
  redraw(): void {
    this.#version += 1;
  }

  /** The whole list, from the engine; replaces what was there. */
  load(photos: readonly PhotoSummary[]): void {
    this.#photos.clear();
    for (const photo of photos) this.#photos.set(photo.id, photo);
    this.loaded = true;
    this.redraw();
  }

  /** `when` is 'now' for the answer to something the person did, 'soon' for the stream of results. */
  put(photos: readonly PhotoSummary[], when: 'now' | 'soon'): void {
    for (const photo of photos) {
      const before = this.#photos.get(photo.id);
      this.#photos.set(photo.id, photo);
      if (before !== undefined && isPending(before) && !isPending(photo)) this.#settled(photo);
    }
    this.#changed(when);
  }

  drop(ids: readonly number[]): void {
    for (const id of ids) this.#photos.delete(id);
    this.#changed('now');
  }

  #changed(when: 'now' | 'soon'): void {
    switch (when) {
      case 'now':
        this.redraw();
        return;
      case 'soon':
        if (this.#scheduled) return;
        this.#scheduled = true;
        this.#schedule(() => {
          this.#scheduled = false;
          this.redraw();
        });
        return;
      default:
        assertNever(when);
    }
  }

  /** Ties a plain read of the map to the version, so that whoever reads is told of changes. */
  #read<T>(read: () => T): T {
    void this.#version;
    return read();
  }
}
