// From grey levels to brightness: the film's own views, presets, and what dragging makes of them.
import { displayTable } from '../../src/image/displayGrey.ts';
import type { GreyTable, GreyWindow } from '../../src/image/greyImage.ts';
import type { FilmView } from '../../src/ipc.ts';

export const presets = ['file', 'full', 'lungs', 'bones', 'soft'] as const;
export type Preset = (typeof presets)[number];

/** How a film is graded. */
export interface Grading {
  readonly view: GreyTable | GreyWindow;
  /** White for black, on top of what the film itself says. */
  readonly inverted: boolean;
}

/** Modality values that the film may hold. */
export function range({ bitsStored, signed, slope, intercept }: FilmView): {
  readonly low: number;
  readonly high: number;
} {
  const low = signed ? -(2 ** (bitsStored - 1)) : 0;
  const ends = [low * slope + intercept, (low + 2 ** bitsStored - 1) * slope + intercept] as const;
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

const windowOf = (low: number, high: number): GreyWindow => ({
  kind: 'window',
  centre: (low + high) / 2,
  width: Math.max(high - low, 1),
  shape: 'linear-exact',
  name: undefined,
});

/** A window around what the view shows: the middle where a table has none. */
export function asWindow(film: FilmView, view: GreyTable | GreyWindow): GreyWindow {
  if (view.kind === 'window') return view;
  const span = (view.entries.length - 1) * Math.sign(film.slope || 1);
  return windowOf(Math.min(view.first, view.first + span), Math.max(view.first, view.first + span));
}

/** Shares of the film's own window: which part of the brightness scale a preset spreads. */
const parts: Readonly<Record<'lungs' | 'bones' | 'soft', readonly [from: number, to: number]>> = {
  lungs: [0, 0.6],
  bones: [0.45, 1.05],
  soft: [0.25, 0.85],
};

export function presetView(film: FilmView, preset: Preset): GreyTable | GreyWindow {
  const own = film.views[0] ?? windowOf(range(film).low, range(film).high);
  if (preset === 'file') return own;
  const { low, high } = range(film);
  if (preset === 'full') return windowOf(low, high);
  const { centre, width } = asWindow(film, own);
  const [from, to] = parts[preset];
  // Where low values are bright, the dark part of the picture has the high ones.
  const [a, b] = film.inverted ? [1 - to, 1 - from] : [from, to];
  return windowOf(centre + (a - 0.5) * width, centre + (b - 0.5) * width);
}

/** After dragging: `across` widens, `down` darkens, both in shares of the film's own width. */
export function dragged(
  film: FilmView,
  view: GreyTable | GreyWindow,
  across: number,
  down: number,
): GreyWindow {
  const own = asWindow(film, film.views[0] ?? view);
  const window = asWindow(film, view);
  const { low, high } = range(film);
  const narrowest = Math.max((high - low) / 4096, 1);
  const sign = film.inverted ? -1 : 1;
  return {
    ...window,
    width: Math.min(Math.max(window.width + across * own.width, narrowest), 2 * (high - low)),
    centre: Math.min(Math.max(window.centre + sign * down * own.width, low), high),
  };
}

/** The brightness of each stored value, found by `value & 0xffff`. */
export function tableOf(film: FilmView, { view, inverted }: Grading): Uint8Array<ArrayBuffer> {
  const values = film.signed ? new Int16Array(0) : new Uint16Array(0);
  return displayTable({ ...film, values }, view, film.inverted !== inverted);
}
