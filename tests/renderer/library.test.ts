// The library, its view, the queue and what is said about them.
import { describe, expect, test } from 'vitest';
import { Library } from '../../renderer/photos/library.svelte.ts';
import { markOf } from '../../renderer/photos/mark.ts';
import { sorts, View, type Store } from '../../renderer/photos/view.svelte.ts';
import { Announcer } from '../../renderer/shell/announcer.svelte.ts';
import { Toasts } from '../../renderer/shell/toasts.svelte.ts';
import type { PhotoSummary } from '../../src/ipc.ts';
import { captioned, HandClock, photo } from './fakes.ts';

function emptyLibrary() {
  const redraws: (() => void)[] = [];
  const settled: PhotoSummary[] = [];
  const library = new Library(
    (redraw) => redraws.push(redraw),
    (each) => settled.push(each),
  );
  return { library, redraws, settled };
}

class MemoryStore implements Store {
  readonly #values = new Map<string, string>();
  // Storage answers null for what it does not hold.
  getItem = (key: string): string | null => this.#values.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#values.set(key, value);
}

describe('the library', () => {
  test('gathers a stream of results into one redraw', () => {
    const { library, redraws, settled } = emptyLibrary();
    library.load([photo(1), photo(2), photo(3)]);
    library.put([captioned(1, 'a dog')], 'soon');
    library.put([captioned(2, 'a cat')], 'soon');
    expect(redraws).toHaveLength(1);
    expect(library.get(1)?.caption).toBeUndefined();
    redraws[0]?.();
    expect(library.get(1)?.caption).toBe('a dog');
    expect(settled.map(({ id }) => id)).toEqual([1, 2]);
    expect(library.counts).toMatchObject({ captioned: 2, waiting: 1 });
  });

  test('shows at once what the person did', () => {
    const { library, redraws } = emptyLibrary();
    library.load([captioned(1, 'a dog')]);
    library.put([captioned(1, 'my dog', { state: 'edited', author: 'person' })], 'now');
    expect(library.get(1)?.caption).toBe('my dog');
    library.drop([1]);
    expect(library.size).toBe(0);
    expect(redraws).toHaveLength(0);
  });

  test('names seven states', () => {
    expect(markOf(captioned(1, 'x', { hedged: true }))).toBe('hedged');
    const failure = { code: 'cancelled', message: 'Stopped.' } as const;
    expect(markOf(photo(1, { state: 'failed', failure }))).toBe('stopped');
    expect(markOf(photo(1, { state: 'working' }))).toBe('working');
    expect(markOf(captioned(1, 'x', { state: 'edited', author: 'person', hedged: true }))).toBe('edited');
  });
});

describe('the view', () => {
  function open(store: Store = new MemoryStore()) {
    const { library } = emptyLibrary();
    library.load([
      captioned(1, 'A dog on the beach', { name: 'b10.jpg', probability: 0.9 }),
      captioned(2, 'two people', { name: 'b9.jpg', probability: 0.3, hedged: true }),
      photo(3, { name: 'a.jpg' }),
    ]);
    return { library, view: new View(library, store) };
  }

  test('finds all the words, in captions and names, in any case', () => {
    const { view } = open();
    view.query = 'DOG beach';
    expect(view.ids).toEqual([1]);
    view.query = 'b9';
    expect(view.ids).toEqual([2]);
    view.query = 'elephant';
    expect(view.ids).toEqual([]);
    expect(view.filtered).toBe(true);
    view.showAll();
    expect(view.ids).toHaveLength(3);
  });

  test('finds Greek with or without accents, in capitals, and with either sigma', () => {
    const { library, view } = open();
    const mine = { state: 'edited', author: 'person' } as const;
    library.put([captioned(4, 'Ένας σκύλος στη θάλασσα', { ...mine, name: 'καλοκαίρι.jpg' })], 'now');
    for (const query of ['ΣΚΥΛΟΣ', 'σκυλοσ θαλασσα', 'σκύλ', 'ΚΑΛΟΚΑΊΡΙ', 'ενας καλοκαιρι']) {
      view.query = query;
      expect(view.ids, query).toEqual([4]);
    }
    view.query = 'σκύλοι';
    expect(view.ids).toEqual([]);
  });

  test('orders by date, name and certainty', () => {
    const { view } = open();
    expect(view.ids).toEqual([3, 2, 1]);
    view.sort = 'oldest';
    expect(view.ids).toEqual([1, 2, 3]);
    view.sort = 'name';
    expect(view.ids).toEqual([3, 2, 1]);
    view.sort = 'unsure';
    expect(view.ids).toEqual([2, 1, 3]);
  });

  test.each(sorts)('10,000 pictures ordered by %s are each looked at a few times, not 10,000', (sort) => {
    let looks = 0;
    const watched = (summary: PhotoSummary): PhotoSummary =>
      new Proxy(summary, {
        get: (target, key) => {
          looks += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
    // 7919 is prime to 10,000: every place once, in no order.
    const mixed = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 10_000);
    const { library } = emptyLibrary();
    const view = new View(library, undefined);
    view.sort = sort;
    library.load(
      mixed.map((place, id) =>
        watched(captioned(id, 'a dog', { name: `${place}.jpg`, addedAtMs: place, probability: place / 1e4 })),
      ),
    );
    looks = 0;
    expect(view.ids).toHaveLength(10_000);
    expect(library.counts.captioned).toBe(10_000);
    expect(looks / 10_000).toBeLessThan(100);
  });

  test('what is being worked on counts as waiting', () => {
    const { library, view } = open();
    library.put([photo(3, { state: 'working' })], 'now');
    view.filter = 'waiting';
    expect(view.ids).toEqual([3]);
  });

  test('opens as it was left, but never filtered', () => {
    const store = new MemoryStore();
    const { view } = open(store);
    view.layout = 'list';
    view.sort = 'name';
    view.filter = 'hedged';
    view.resize(100);
    view.save();
    const again = open(store).view;
    expect(again).toMatchObject({ layout: 'list', sort: 'name', filter: 'all', tileSize: 24 });
  });

  test('a store that holds nonsense changes nothing', () => {
    const store = new MemoryStore();
    store.setItem('photos.view', '{"layout":"spiral","sort":7,"tileSize":9000');
    expect(open(store).view).toMatchObject({ layout: 'grid', sort: 'newest' });
    store.setItem('photos.view', '{"layout":"spiral","sort":7,"tileSize":9000}');
    expect(open(store).view).toMatchObject({ layout: 'grid', sort: 'newest', tileSize: 13 });
  });
});

describe('what is said', () => {
  test('many results are one sentence', () => {
    const clock = new HandClock();
    const announcer = new Announcer(clock.after);
    announcer.settled(captioned(1, 'a dog'));
    clock.pass(500);
    announcer.settled(captioned(2, 'a cat'));
    const failure = { code: 'image/damaged', message: 'x.jpg is cut off.' } as const;
    announcer.settled(photo(3, { state: 'failed', failure }));
    expect(announcer.message).toBe('');
    clock.pass(1000);
    expect(announcer.message).toBe('2 captions ready, 1 failed.');
  });

  test('one result is its caption, with its doubt', () => {
    const clock = new HandClock();
    const announcer = new Announcer(clock.after);
    announcer.settled(captioned(1, 'a dog', { hedged: true }));
    clock.pass(1000);
    expect(announcer.message).toBe('Perhaps: a dog. 1.jpg');
  });

  test('the same sentence twice is heard twice', () => {
    const announcer = new Announcer(new HandClock().after);
    announcer.say('Copied.');
    const first = announcer.message;
    announcer.say('Copied.');
    expect(announcer.message).not.toBe(first);
    expect(announcer.message.trim()).toBe('Copied.');
  });

  test('a note goes by itself, an error and a note under the pointer stay', () => {
    const clock = new HandClock();
    const toasts = new Toasts(new Announcer(clock.after), clock.after);
    toasts.show('Done.');
    toasts.fail('Broken.');
    toasts.show('Held.');
    const held = toasts.list.find(({ message }) => message === 'Held.');
    toasts.hold(held?.id ?? 0);
    clock.pass(60_000);
    expect(toasts.list.map(({ message }) => message)).toEqual(['Broken.', 'Held.']);
    toasts.resume(held?.id ?? 0);
    clock.pass(60_000);
    expect(toasts.list.map(({ message }) => message)).toEqual(['Broken.']);
  });
});
