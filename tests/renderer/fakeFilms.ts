// Films for developing the window without an engine: something like a chest, in 12 bits, drawn from its hash.
import type { FilmView } from '../../src/ipc.ts';
import { generator } from './fakeScenes.ts';

export type FakeView = 'frontal' | 'lateral' | 'photo';
const codes: Readonly<Record<FakeView, string>> = { frontal: '1', lateral: '2', photo: '3' };

/** A large one ends with b, where others have a 0. */
export const filmHash = (study: number, view: FakeView, isLarge = false): string =>
  `${codes[view]}${study.toString(10)}${isLarge ? 'b' : '0'}`.padStart(64, 'f');

export const viewOfHash = (hash: string): FakeView => {
  const code = hash.replace(/^f+/, '')[0];
  return code === codes.lateral ? 'lateral' : code === codes.photo ? 'photo' : 'frontal';
};

const usual = { width: 720, height: 860 };

export const filmSize = (hash: string): { width: number; height: number } =>
  hash.endsWith('b') ? { width: 3000, height: 3000 } : usual;

export const fakeFilmView = (hash: string): FilmView => ({
  hash,
  ...filmSize(hash),
  bitsStored: 12,
  signed: false,
  slope: 1,
  intercept: 0,
  views: [
    { kind: 'window', centre: 2050, width: 3600, shape: 'linear', name: 'NORMAL' },
    { kind: 'window', centre: 1500, width: 1700, shape: 'linear', name: 'LUNG' },
  ],
  inverted: false,
  padding: undefined,
  spacing: { row: 0.4, column: 0.4 },
});

/** 1 inside an ellipse, 0 outside, soft at its edge. */
function inside(x: number, y: number, cx: number, cy: number, rx: number, ry: number, soft = 0.15): number {
  const distance = Math.hypot((x - cx) / rx, (y - cy) / ry);
  return Math.max(0, Math.min(1, (1 + soft - distance) / (2 * soft)));
}

function frontal(x: number, y: number): number {
  let level = 0.1 + 0.62 * inside(x, y, 0.5, 0.75, 0.52, 0.78, 0.08);
  for (const side of [-1, 1]) {
    const lung = inside(x, y, 0.5 + side * 0.22, 0.47, 0.17, 0.33, 0.1);
    level -= 0.42 * lung;
    for (let rib = 0; rib < 9; rib += 1) {
      const height = 0.2 + rib * 0.07 + 0.35 * (x - 0.5 - side * 0.1) ** 2 * 2;
      level += 0.07 * lung * Math.exp(-(((y - height) / 0.012) ** 2));
    }
  }
  level += 0.3 * inside(x, y, 0.54, 0.62, 0.15, 0.15, 0.2);
  level += 0.2 * Math.exp(-(((x - 0.5) / 0.035) ** 2)) * (y > 0.1 ? 1 : 0);
  return level + 0.25 * inside(x, y, 0.5, 0.94, 0.42, 0.16, 0.2);
}

function lateral(x: number, y: number): number {
  let level = 0.1 + 0.6 * inside(x, y, 0.5, 0.72, 0.4, 0.75, 0.08);
  level -= 0.3 * inside(x, y, 0.45, 0.45, 0.24, 0.32, 0.15);
  level += 0.28 * inside(x, y, 0.36, 0.6, 0.15, 0.14, 0.25);
  level += 0.25 * Math.exp(-(((x - 0.72 - 0.1 * Math.sin(3 * y)) / 0.05) ** 2));
  return level + 0.22 * inside(x, y, 0.5, 0.92, 0.36, 0.16, 0.25);
}

/** Grey levels, 0 to 4095, as the engine's file has them. */
export function drawFilm(hash: string): Uint16Array<ArrayBuffer> {
  const view = viewOfHash(hash);
  const random = generator(parseInt(hash.slice(-6), 16));
  const { width, height } = filmSize(hash);
  const values = new Uint16Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = [column / width, row / height];
      const level =
        view === 'frontal' ? frontal(x, y) : view === 'lateral' ? lateral(x, y) : 0.2 + 0.6 * (1 - y);
      const grain = 0.03 * (random() - 0.5);
      values[row * width + column] = Math.max(0, Math.min(4095, Math.round(4095 * (level + grain))));
    }
  }
  return values;
}
