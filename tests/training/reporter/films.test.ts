import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { View } from '../../../src/data/openI.ts';
import { createRandom } from '../../../src/random.ts';
import { drawFilms, firstFilms, type Films } from '../../../src/training/reporter/films.ts';

const unread = (): Promise<never> => Promise.reject(new Error('nobody looks at the films here'));
const filmsOf = (counts: readonly Readonly<Record<View, number>>[]): Films => {
  let place = 0;
  const take = (count: number): number[] => Array.from({ length: count }, () => place++);
  const places = counts.map(({ frontal, lateral }) => ({ frontal: take(frontal), lateral: take(lateral) }));
  const pixels = { count: place, key: '', read: unread, close: () => Promise.resolve() };
  return { places, pixels };
};

test('a study is looked at by the first film of each view', () => {
  const films = filmsOf([
    { frontal: 2, lateral: 1 },
    { frontal: 0, lateral: 2 },
    { frontal: 1, lateral: 0 },
  ]);
  expect(firstFilms(films, [2, 0, 1])).toEqual({ frontal: [5, 0, undefined], lateral: [undefined, 2, 3] });
});

test('what is drawn is a film of each view that is there; the only view of a study is never left out', () => {
  const count = fc.integer({ min: 0, max: 3 });
  const study = fc
    .record({ frontal: count, lateral: count })
    .filter(({ frontal, lateral }) => frontal + lateral > 0);
  fc.assert(
    fc.property(
      fc.array(study, { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (counts, viewDropout, seed) => {
        const films = filmsOf(counts);
        const all = [...counts.keys()];
        const drawn = drawFilms(films, all, viewDropout, createRandom(seed));
        for (const [i, own] of films.places.entries()) {
          const [frontal, lateral] = [drawn.frontal[i], drawn.lateral[i]];
          expect(frontal ?? lateral).toBeDefined();
          if (frontal !== undefined) expect(own.frontal).toContain(frontal);
          if (lateral !== undefined) expect(own.lateral).toContain(lateral);
          const both = own.frontal.length > 0 && own.lateral.length > 0;
          if (!both || viewDropout === 0) {
            expect(frontal === undefined).toBe(own.frontal.length === 0);
            expect(lateral === undefined).toBe(own.lateral.length === 0);
          }
        }
      },
    ),
  );
});

test('a view is left out as often as asked for, either as often', () => {
  const films = filmsOf(Array.from({ length: 2000 }, () => ({ frontal: 1, lateral: 1 })));
  const { frontal, lateral } = drawFilms(films, [...films.places.keys()], 0.3, createRandom(1));
  const missing = (of: readonly (number | undefined)[]): number =>
    of.filter((place) => place === undefined).length / of.length;
  expect(missing(frontal)).toBeCloseTo(0.15, 1);
  expect(missing(lateral)).toBeCloseTo(0.15, 1);
  expect(drawFilms(films, [0, 1], 0.3, createRandom(4))).toEqual(
    drawFilms(films, [0, 1], 0.3, createRandom(4)),
  );
});
