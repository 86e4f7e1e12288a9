import { expect, test } from 'vitest';
import { tableOf } from '../../../renderer/reports/grading.ts';
import { Viewer } from '../../../renderer/reports/viewer.svelte.ts';
import { paneToFilm } from '../../../renderer/reports/filmPixels.ts';
import { fakeFilmView, filmHash } from '../fakeFilms.ts';

const frontal = fakeFilmView(filmHash(1, 'frontal'));
const lateral = fakeFilmView(filmHash(1, 'lateral'));
const pane = { width: 360, height: 430 };

function viewer(): Viewer {
  const one = new Viewer();
  one.show([frontal.hash, lateral.hash]);
  for (const { hash } of [frontal, lateral]) one.resize(hash, pane);
  return one;
}

test('two films side by side, or the one that is active', () => {
  const one = viewer();
  expect(one.shown).toEqual([frontal.hash, lateral.hash]);
  one.side = false;
  expect(one.shown).toEqual([frontal.hash]);
  one.next();
  expect(one.shown).toEqual([lateral.hash]);
  one.next();
  expect(one.shown).toEqual([frontal.hash]);
});

test('it fits at first; zooming keeps the point under the pointer', () => {
  const one = viewer();
  expect(one.placement(frontal).scale).toBe(0.5);
  const pointer = { x: 300, y: 20 };
  const before = paneToFilm(one.placement(frontal), pane, pointer);
  one.zoom(frontal, 3, pointer);
  const after = paneToFilm(one.placement(frontal), pane, pointer);
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
  expect(one.placement(frontal).scale).toBeCloseTo(0.5 * 1.25 ** 3);
  one.actual(frontal);
  expect(one.placement(frontal).scale).toBe(1);
  one.fit(frontal);
  expect(one.placement(frontal)).toEqual({ scale: 0.5, x: 360, y: 430, turns: 0 });
});

test('moving follows the hand, also on a turned film, and never loses the film', () => {
  const one = viewer();
  one.rotate(frontal);
  const before = one.placement(frontal);
  one.pan(frontal, 10, 0);
  const after = one.placement(frontal);
  // A quarter turn clockwise: to the right of the pane is towards the film's top.
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y + 10 / before.scale);
  one.pan(frontal, 100_000, -100_000);
  const { x, y } = one.placement(frontal);
  expect([x, y].every((value) => value >= 0 && value <= 860)).toBe(true);
});

test('each film has its own grading; inverting changes every brightness', () => {
  const one = viewer();
  const plain = tableOf(frontal, one.grading(frontal));
  one.invert(frontal);
  const inverted = tableOf(frontal, one.grading(frontal));
  for (const value of [0, 500, 2050, 4095]) expect(plain[value]).toBe(255 - (inverted[value] ?? 0));
  expect(one.grading(lateral).inverted).toBe(false);
});

test('dragging down darkens, across softens; a preset takes both back', () => {
  const one = viewer();
  const before = tableOf(frontal, one.grading(frontal))[2050] ?? 0;
  one.level(frontal, 0, 0.1);
  expect(tableOf(frontal, one.grading(frontal))[2050]).toBeLessThan(before);
  expect(one.preset(frontal.hash)).toBeUndefined();
  one.level(frontal, 0.2, 0);
  expect(one.grading(frontal).view).toMatchObject({ width: 3600 * 1.2 });
  one.choosePreset(frontal, 'file');
  expect(one.grading(frontal).view).toEqual(frontal.views[0]);
  one.nextPreset(frontal);
  expect(one.preset(frontal.hash)).toBe('full');
});
