// A radiograph as it was measured: every grey level of the file, and how its makers meant it to be shown.

/** How measured values become brightness: PS3.3 C.11.2.1.2 (linear), C.11.2.1.3.2 (linear-exact), C.11.2.1.3.1 (sigmoid). */
export interface GreyWindow {
  readonly kind: 'window';
  /** In modality values: `value * slope + intercept`. */
  readonly centre: number;
  readonly width: number;
  readonly shape: 'linear' | 'linear-exact' | 'sigmoid';
  /** As the file calls it: "NORMAL", "BONE". */
  readonly name: string | undefined;
}

/** A table from modality values to brightness (VOI LUT, PS3.3 C.11.2.1.1). */
export interface GreyTable {
  readonly kind: 'table';
  /** The modality value of the first entry; what lies below or above the table takes its first or last entry. */
  readonly first: number;
  /** 0 to 2^bits - 1. */
  readonly entries: Uint16Array;
  readonly bits: number;
  readonly name: string | undefined;
}

export interface GreyImage {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Row by row, width * height stored values. */
  readonly values: Uint16Array<ArrayBuffer> | Int16Array<ArrayBuffer>;
  /** 8 to 16: the bits of a stored value. */
  readonly bitsStored: number;
  /** Stored value * slope + intercept = modality value. */
  readonly slope: number;
  readonly intercept: number;
  /** The file's own, the one to show first in front. A table comes before windows. */
  readonly views: readonly (GreyTable | GreyWindow)[];
  /** True when low values are bright (MONOCHROME1). */
  readonly inverted: boolean;
  /** Stored values that stand for no picture, such as the area outside a shutter. */
  readonly padding: { readonly from: number; readonly to: number } | undefined;
  /** Millimetres from the centre of a pixel to the next, down and across; of the detector where nothing better is known. */
  readonly spacing: { readonly row: number; readonly column: number } | undefined;
}

/**
 * What an image without a view of its own is shown with: 8 bits as they are, more from the darkest to the brightest
 * value that is not padding.
 */
export function defaultView(image: GreyImage): GreyTable | GreyWindow {
  const [first] = image.views;
  if (first !== undefined) return first;
  const { low, high } = image.bitsStored === 8 ? storedRange(image) : usedRange(image);
  const ends = [low, high].map((value) => value * image.slope + image.intercept) as [number, number];
  return {
    kind: 'window',
    centre: (ends[0] + ends[1]) / 2,
    width: Math.max(Math.abs(ends[1] - ends[0]), Number.MIN_VALUE),
    shape: 'linear-exact',
    name: undefined,
  };
}

/** The lowest and the highest stored value that its bits allow. */
export function storedRange({ values, bitsStored }: Pick<GreyImage, 'values' | 'bitsStored'>): {
  readonly low: number;
  readonly high: number;
} {
  return values instanceof Int16Array
    ? { low: -(2 ** (bitsStored - 1)), high: 2 ** (bitsStored - 1) - 1 }
    : { low: 0, high: 2 ** bitsStored - 1 };
}

/** The lowest and the highest stored value that are no padding; the padding's own when there is nothing else. */
function usedRange({ values, padding }: GreyImage): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const from = padding?.from ?? Number.POSITIVE_INFINITY;
  const to = padding?.to ?? Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value >= from && value <= to) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: from, high: to };
}
