// From measured values to the brightness of a screen: windows, tables, inversion, padding.
import { assertNever } from '../errors.ts';
import { defaultView, type GreyImage, type GreyTable, type GreyWindow } from './greyImage.ts';

/** 8-bit grey, row by row; 0 is black. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * The picture as a screen shows it.
 * @param view by default the file's own, else from darkest to brightest
 */
export function displayGrey(image: GreyImage, view = defaultView(image)): GreyPicture {
  const table = displayTable(image, view);
  const { width, height, values } = image;
  const data = new Uint8Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = table[(values[i] ?? 0) & 0xffff] ?? 0;
  return { width, height, data };
}

/**
 * The brightness of every stored value.
 * @param inverted by default as the file says
 * @returns 65,536 entries of 0 to 255, found by `value & 0xffff`; padding is black
 */
export function displayTable(
  image: GreyImage,
  view: GreyTable | GreyWindow = defaultView(image),
  inverted = image.inverted,
): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(65_536);
  const lowest = image.values instanceof Int16Array ? -32_768 : 0;
  const { from, to } = image.padding ?? { from: 1, to: 0 };
  for (let value = lowest; value < lowest + 65_536; value++) {
    if (value >= from && value <= to) continue;
    const share = brightness(view, value * image.slope + image.intercept);
    table[value & 0xffff] = Math.round((inverted ? 1 - share : share) * 255);
  }
  return table;
}

/** @returns 0 to 1 for a modality value */
function brightness(view: GreyTable | GreyWindow, value: number): number {
  if (view.kind === 'table') {
    const at = Math.round(value) - view.first;
    const entry = view.entries[Math.min(Math.max(at, 0), view.entries.length - 1)] ?? 0;
    return Math.min(entry / (2 ** view.bits - 1), 1);
  }
  const { centre, width, shape } = view;
  switch (shape) {
    case 'linear':
      // A width of 1 is a step, which the limits make of the infinite slope.
      if (width <= 1) return value <= centre - 0.5 ? 0 : 1;
      return limited((value - (centre - 0.5)) / (width - 1) + 0.5);
    case 'linear-exact':
      return limited((value - centre) / width + 0.5);
    case 'sigmoid':
      return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
    default:
      return assertNever(shape);
  }
}

const limited = (share: number): number => Math.min(Math.max(share, 0), 1);
