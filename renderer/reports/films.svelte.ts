// Films that have been fetched: their grey levels, ready to draw.
import type { Failure } from '../../src/errors.ts';
import type { Bridge, FilmHash } from '../../src/ipc.ts';
import { filmPixels, type FilmPixels } from './filmPixels.ts';

export type LoadedFilm =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly pixels: FilmPixels }
  | { readonly kind: 'failed'; readonly error: Failure };

/** Fetches a film's bytes; passed in, so that tests need no network. */
export type FetchFilm = (hash: FilmHash) => Promise<ArrayBuffer>;

/** Films of the studies that were looked at last. */
const mostFilms = 6;

export class Films {
  readonly #bridge: Bridge;
  readonly #fetch: FetchFilm;
  #films: ReadonlyMap<FilmHash, LoadedFilm> = $state.raw(new Map());

  constructor(bridge: Bridge, fetch: FetchFilm) {
    this.#bridge = bridge;
    this.#fetch = fetch;
  }

  get(hash: FilmHash): LoadedFilm | undefined {
    return this.#films.get(hash);
  }

  /** Reads a film unless it is there or being read; one that failed is tried again. */
  async open(studyId: number, hash: FilmHash): Promise<void> {
    const there = this.#films.get(hash);
    if (there !== undefined && there.kind !== 'failed') return;
    this.#put(hash, { kind: 'loading' });
    const view = await this.#bridge.request('films:open', studyId, hash);
    if (!view.ok) {
      this.#put(hash, { kind: 'failed', error: view.error });
      return;
    }
    try {
      this.#put(hash, { kind: 'ready', pixels: filmPixels(view.value, await this.#fetch(hash)) });
    } catch {
      const message = 'The film is not in the cache: try again, and it is read from its file.';
      this.#put(hash, { kind: 'failed', error: { code: 'file/missing', message } });
    }
  }

  #put(hash: FilmHash, film: LoadedFilm): void {
    const films = new Map(this.#films);
    films.delete(hash);
    films.set(hash, film);
    for (const oldest of films.keys()) {
      if (films.size <= mostFilms) break;
      films.delete(oldest);
    }
    this.#films = films;
  }
}
