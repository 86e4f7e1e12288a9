// A film's grey levels, and how they come onto a canvas: only the pixels that are seen are looked up, so that a film of
// nine million pixels is as quick as a small one. Plain arithmetic.
import type { FilmView } from '../../src/ipc.ts';

type Values = Uint16Array<ArrayBuffer> | Int16Array<ArrayBuffer>;

/** The film at a half, a quarter ... of its size, each pixel the mean of four. */
export interface FilmLevel {
  readonly width: number;
  readonly height: number;
  readonly values: Values;
}

export interface FilmPixels {
  readonly view: FilmView;
  /** Whole size first. */
  readonly levels: readonly FilmLevel[];
}

/** Where a film lies on its pane: `scale` CSS pixels a film pixel, `x` and `y` the film's point in the pane's middle. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** Clockwise quarter turns. */
  readonly turns: number;
}

export interface PaneSize {
  readonly width: number;
  readonly height: number;
}

const smallestSide = 64;

/** @param bytes as `filmUrl` serves them */
export function filmPixels(view: FilmView, bytes: ArrayBuffer): FilmPixels {
  const values = view.signed ? new Int16Array(bytes) : new Uint16Array(bytes);
  const levels: FilmLevel[] = [{ width: view.width, height: view.height, values }];
  for (;;) {
    const last = levels.at(-1);
    if (last === undefined || Math.min(last.width, last.height) < 2 * smallestSide) return { view, levels };
    levels.push(halved(last));
  }
}

function halved({ width, height, values }: FilmLevel): FilmLevel {
  const [w, h] = [width >> 1, height >> 1];
  const half = values instanceof Int16Array ? new Int16Array(w * h) : new Uint16Array(w * h);
  for (let y = 0, to = 0; y < h; y += 1) {
    for (let x = 0, from = 2 * y * width; x < w; x += 1, from += 2, to += 1) {
      const sum =
        (values[from] ?? 0) +
        (values[from + 1] ?? 0) +
        (values[from + width] ?? 0) +
        (values[from + width + 1] ?? 0);
      half[to] = sum >> 2;
    }
  }
  return { width: w, height: h, values: half };
}

/** Sine and cosine of quarter turns, without rounding. */
const cosines = [1, 0, -1, 0] as const;
const turned = (turns: number): { cos: number; sin: number } => ({
  cos: cosines[turns & 3] ?? 1,
  sin: cosines[(turns + 3) & 3] ?? 0,
});

/** Matrix (a, b, c, d, e, f) of a canvas from film pixels to CSS pixels of the pane. */
export function filmToPane(
  { scale, x, y, turns }: Placement,
  pane: PaneSize,
): readonly [a: number, b: number, c: number, d: number, e: number, f: number] {
  const { cos, sin } = turned(turns);
  const [a, b, c, d] = [scale * cos, scale * sin, -scale * sin, scale * cos];
  return [a, b, c, d, pane.width / 2 - a * x - c * y, pane.height / 2 - b * x - d * y];
}

/** The film's point under a point of the pane. */
export function paneToFilm(
  { scale, x, y, turns }: Placement,
  pane: PaneSize,
  at: { readonly x: number; readonly y: number },
): { readonly x: number; readonly y: number } {
  const { cos, sin } = turned(turns);
  const [dx, dy] = [(at.x - pane.width / 2) / scale, (at.y - pane.height / 2) / scale];
  return { x: x + cos * dx + sin * dy, y: y - sin * dx + cos * dy };
}

/** The scale at which a film just fits its pane. */
export function fitScale(film: PaneSize, pane: PaneSize, turns: number): number {
  const [width, height] = turns % 2 === 0 ? [film.width, film.height] : [film.height, film.width];
  return Math.min(pane.width / width, pane.height / height);
}

/**
 * Draws a film into RGBA pixels of a pane; what lies outside it stays `background`.
 * @param table brightness of each stored value, found by `value & 0xffff`
 * @param density pixels of `out` a CSS pixel
 */
export function drawFilm(
  film: FilmPixels,
  placement: Placement,
  pane: PaneSize,
  table: Uint8Array,
  density: number,
  out: Uint32Array,
  outWidth: number,
  background: number,
): void {
  const outHeight = Math.floor(out.length / outWidth);
  const level = levelFor(film, placement.scale * density);
  const factor = film.view.width / level.width;
  const { width, height, values } = level;
  const { cos, sin } = turned(placement.turns);
  const step = 1 / (placement.scale * density * factor);
  const [dx, dy] = [cos * step, -sin * step];
  const origin = paneToFilm(placement, pane, { x: 0.5 / density, y: 0.5 / density });
  for (let row = 0, to = 0; row < outHeight; row += 1) {
    // In pixels of the level, whose centres lie at halves.
    let x = origin.x / factor - 0.5 + sin * step * row;
    let y = origin.y / factor - 0.5 + cos * step * row;
    for (let column = 0; column < outWidth; column += 1, to += 1, x += dx, y += dy) {
      if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) {
        out[to] = background;
        continue;
      }
      const left = Math.min(Math.max(Math.floor(x), 0), width - 2);
      const top = Math.min(Math.max(Math.floor(y), 0), height - 2);
      const [fx, fy] = [Math.min(Math.max(x - left, 0), 1), Math.min(Math.max(y - top, 0), 1)];
      const at = top * width + left;
      const above = (values[at] as number) * (1 - fx) + (values[at + 1] as number) * fx;
      const below = (values[at + width] as number) * (1 - fx) + (values[at + width + 1] as number) * fx;
      const grey = table[Math.round(above * (1 - fy) + below * fy) & 0xffff] as number;
      out[to] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
    }
  }
}

/** The smallest level that still has a pixel for each pixel drawn. */
function levelFor({ levels }: FilmPixels, scale: number): FilmLevel {
  const wanted = Math.max(0, Math.floor(Math.log2(1 / scale)));
  return levels[Math.min(wanted, levels.length - 1)] as FilmLevel;
}
