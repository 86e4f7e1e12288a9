// How the Photos room shows the library: layout, size, order, filter and search; kept between starts.
import type { PhotoSummary } from '../../src/ipc.ts';
import { folded } from './folded.ts';
import type { Library } from './library.svelte.ts';
import { markOf, marks, type Mark } from './mark.ts';

export const layouts = ['grid', 'list'] as const;
export type Layout = (typeof layouts)[number];
export const sorts = ['newest', 'oldest', 'name', 'unsure'] as const;
export type Sort = (typeof sorts)[number];
export const filters = ['all', ...marks.filter((mark) => mark !== 'working')] as const;
export type Filter = 'all' | Exclude<Mark, 'working'>;

/** Width of a picture in the grid, in rem. */
export const tileSizes = { min: 9, max: 24, step: 1, initial: 13 };

/** The part of localStorage that is used; absent where the page may not store. */
export type Store = Pick<Storage, 'getItem' | 'setItem'>;

const storeKey = 'photos.view';

export class View {
  readonly #library: Library;
  readonly #store: Store | undefined;
  layout: Layout = $state('grid');
  tileSize = $state(tileSizes.initial);
  sort: Sort = $state('newest');
  inspector = $state(true);
  /** Filter and search are not kept: an app that opens on a filtered list looks as if it had lost pictures. */
  filter: Filter = $state('all');
  query = $state('');
  /** Pixels scrolled, so that leaving the detail comes back to the same place. */
  scrollTop = 0;

  readonly shown: readonly PhotoSummary[] = $derived.by(() => this.#shownOf());
  readonly ids: readonly number[] = $derived(this.shown.map((photo) => photo.id));
  readonly #indexes: ReadonlyMap<number, number> = $derived(
    new Map(this.ids.map((id, index) => [id, index])),
  );
  readonly filtered: boolean = $derived(this.filter !== 'all' || this.query.trim() !== '');

  constructor(library: Library, store: Store | undefined) {
    this.#library = library;
    this.#store = store;
    this.#restore();
  }

  indexOf(id: number | undefined): number {
    return id === undefined ? -1 : (this.#indexes.get(id) ?? -1);
  }

  showAll(): void {
    this.filter = 'all';
    this.query = '';
  }

  /** Larger or smaller pictures in the grid, by steps. */
  resize(steps: number): void {
    const size = this.tileSize + steps * tileSizes.step;
    this.tileSize = Math.max(tileSizes.min, Math.min(tileSizes.max, size));
    this.save();
  }

  save(): void {
    const kept = { layout: this.layout, tileSize: this.tileSize, sort: this.sort, inspector: this.inspector };
    this.#store?.setItem(storeKey, JSON.stringify(kept));
  }

  #restore(): void {
    let kept: Record<string, unknown>;
    try {
      kept = JSON.parse(this.#store?.getItem(storeKey) ?? '{}') as Record<string, unknown>;
    } catch {
      return; // What a broken store held is no loss: the defaults stand.
    }
    this.layout = layouts.find((layout) => layout === kept['layout']) ?? this.layout;
    this.sort = sorts.find((sort) => sort === kept['sort']) ?? this.sort;
    if (typeof kept['inspector'] === 'boolean') this.inspector = kept['inspector'];
    const size = kept['tileSize'];
    if (typeof size === 'number' && size >= tileSizes.min && size <= tileSizes.max) this.tileSize = size;
  }

  #shownOf(): readonly PhotoSummary[] {
    const words = folded(this.query).split(/\s+/).filter(Boolean);
    const found = this.#library.all.filter((photo) => passes(photo, this.filter) && matches(photo, words));
    return found.sort(orders[this.sort]);
  }
}

function passes(photo: PhotoSummary, filter: Filter): boolean {
  if (filter === 'all') return true;
  const mark = markOf(photo);
  return mark === filter || (filter === 'waiting' && mark === 'working');
}

function matches(photo: PhotoSummary, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchedText(photo);
  return words.every((word) => text.includes(word));
}

/** Summaries never change, new ones take their place: so each is folded once, not at every key. */
const searchedTexts = new WeakMap<PhotoSummary, string>();

function searchedText(photo: PhotoSummary): string {
  const known = searchedTexts.get(photo);
  if (known !== undefined) return known;
  const text = folded(`${photo.caption ?? ''} ${photo.name}`);
  searchedTexts.set(photo, text);
  return text;
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Pictures added together keep the order in which they were given. */
const oldest = (a: PhotoSummary, b: PhotoSummary): number => a.addedAtMs - b.addedAtMs || a.id - b.id;

const orders: Readonly<Record<Sort, (a: PhotoSummary, b: PhotoSummary) => number>> = {
  newest: (a, b) => b.addedAtMs - a.addedAtMs || a.id - b.id,
  oldest,
  name: (a, b) => names.compare(a.name, b.name) || oldest(a, b),
  unsure: (a, b) => (a.probability ?? 2) - (b.probability ?? 2) || oldest(a, b),
};
