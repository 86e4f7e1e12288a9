// A film on its pane: every pixel that is drawn, by hand where it can be.
import { describe, expect, test } from 'vitest';
import type { FilmView } from '../../../src/ipc.ts';
import {
  drawFilm,
  filmPixels,
  filmToPane,
  fitScale,
  paneToFilm,
  type Placement,
} from '../../../renderer/reports/filmPixels.ts';

const viewOf = (width: number, height: number, part: Partial<FilmView> = {}): FilmView => ({
  hash: 'f',
  width,
  height,
  bitsStored: 8,
  signed: false,
  slope: 1,
  intercept: 0,
  views: [],
  inverted: false,
  padding: undefined,
  spacing: undefined,
  ...part,
});
const grey = Uint8Array.from({ length: 65_536 }, (_, value) => value & 0xff);

/** Grey values, 0 for what lies outside. */
function drawn(
  values: readonly number[],
  width: number,
  placement: Placement,
  pane: { width: number; height: number },
) {
  const film = filmPixels(viewOf(width, values.length / width), Uint16Array.from(values).buffer);
  const out = new Uint32Array(pane.width * pane.height);
  drawFilm(film, placement, pane, grey, 1, out, pane.width, 0);
  return [...out].map((pixel) => pixel & 0xff);
}

const six = [10, 20, 30, 40, 50, 60];

describe('drawing', () => {
  test('one to one, every pixel is the film’s own', () => {
    const placement = { scale: 1, x: 1.5, y: 1, turns: 0 };
    expect(drawn(six, 3, placement, { width: 3, height: 2 })).toEqual(six);
  });

  test('a quarter turn clockwise', () => {
    const placement = { scale: 1, x: 1.5, y: 1, turns: 1 };
    expect(drawn(six, 3, placement, { width: 2, height: 3 })).toEqual([40, 10, 50, 20, 60, 30]);
  });

  test('upside down', () => {
    const placement = { scale: 1, x: 1.5, y: 1, turns: 2 };
    expect(drawn(six, 3, placement, { width: 3, height: 2 })).toEqual(six.toReversed());
  });

  test('outside the film there is the background', () => {
    const placement = { scale: 1, x: 1.5, y: 1, turns: 0 };
    expect(drawn(six, 3, placement, { width: 5, height: 2 })).toEqual([0, 10, 20, 30, 0, 0, 40, 50, 60, 0]);
  });

  test('enlarged, values between are between', () => {
    const placement = { scale: 2, x: 1, y: 1, turns: 0 };
    const row = drawn([0, 100, 0, 100], 2, placement, { width: 4, height: 4 }).slice(0, 4);
    expect(row).toEqual([0, 25, 75, 100]);
  });

  test('far away, each pixel is a mean of many', () => {
    const side = 256;
    const values = Array.from({ length: side * side }, (_, i) => ((i % side) % 2 === 0 ? 0 : 200));
    const placement = { scale: 0.5, x: side / 2, y: side / 2, turns: 0 };
    expect(new Set(drawn(values, side, placement, { width: 100, height: 100 }))).toEqual(new Set([100]));
  });

  test('signed values find their brightness', () => {
    const film = filmPixels(viewOf(2, 2, { signed: true }), Int16Array.from([-1, 1, -1, 1]).buffer);
    const table = new Uint8Array(65_536);
    table[0xffff] = 7;
    table[1] = 9;
    const out = new Uint32Array(4);
    drawFilm(film, { scale: 1, x: 1, y: 1, turns: 0 }, { width: 2, height: 2 }, table, 1, out, 2, 0);
    expect([...out].map((pixel) => pixel & 0xff)).toEqual([7, 9, 7, 9]);
  });
});

test('the matrix leads to the pane and the way back leads home', () => {
  const pane = { width: 300, height: 200 };
  for (const turns of [0, 1, 2, 3]) {
    const placement = { scale: 0.7, x: 40, y: 90, turns };
    const [a, b, c, d, e, f] = filmToPane(placement, pane);
    const at = { x: a * 12 + c * 34 + e, y: b * 12 + d * 34 + f };
    const back = paneToFilm(placement, pane, at);
    expect(back.x).toBeCloseTo(12);
    expect(back.y).toBeCloseTo(34);
  }
});

test('a film fits its pane, turned or not', () => {
  const film = { width: 100, height: 200 };
  expect(fitScale(film, { width: 100, height: 100 }, 0)).toBe(0.5);
  expect(fitScale(film, { width: 400, height: 100 }, 1)).toBe(1);
});
