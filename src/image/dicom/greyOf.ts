// From samples to grey levels with their meaning: sign, rescale or modality table, padding, windows, spacing.
import type { DataSet } from 'dicom-parser';
import type { GreyImage, GreyTable, GreyWindow } from '../greyImage.ts';
import { readLookupTable } from './lookupTable.ts';
import { itemsOf, numbersOf, textOf } from './parseDicom.ts';
import type { PixelModule } from './pixelModule.ts';
import { must } from './problems.ts';
import type { Samples } from './samples.ts';

/** Reads what the header says of the grey levels, and gives it to the pixels. */
export function greyOf(dataSet: DataSet, pixels: PixelModule, samples: Samples): GreyImage {
  const { width, height } = samples;
  must(width === pixels.width && height === pixels.height, 'another size than announced');
  must(samples.values.length === width * height * samples.components, 'pixels are missing');
  const common = { width, height, spacing: spacingOf(dataSet) };
  if (pixels.components > 1) {
    must(samples.components === 3 || samples.components === 1, 'other colours than announced');
    return {
      ...common,
      values: luma(samples, pixels),
      bitsStored: 8,
      slope: 1,
      intercept: 0,
      views: [],
      inverted: false,
      padding: undefined,
    };
  }
  must(samples.components === 1, 'colours in a grey image');
  const stored = storedValues(samples, pixels);
  const values = pixels.signed ? new Int16Array(stored.buffer) : stored;
  const inverted = pixels.photometric === 'MONOCHROME1';
  const [modality] = itemsOf(dataSet, 'x00283000');
  if (modality !== undefined) {
    const table = readLookupTable(modality, pixels.signed);
    return {
      ...common,
      values: Uint16Array.from(values, (value) => entryAt(table, value)),
      bitsStored: Math.max(table.bits, 8),
      slope: 1,
      intercept: 0,
      views: viewsOf(dataSet, false),
      inverted,
      // The values that it names are gone.
      padding: undefined,
    };
  }
  const [slope = 1] = numbersOf(dataSet, 'x00281053');
  const [intercept = 0] = numbersOf(dataSet, 'x00281052');
  must(slope !== 0, 'a rescale slope of 0');
  const { bitsStored } = pixels;
  return {
    ...common,
    values,
    bitsStored,
    slope,
    intercept,
    views: viewsOf(dataSet, pixels.signed),
    inverted,
    padding: paddingOf(dataSet, pixels.signed),
  };
}

/** The stored bits alone: what else a word holds (overlays) is masked, and the sign is spread over the word. */
function storedValues({ values }: Samples, pixels: PixelModule): Uint16Array<ArrayBuffer> {
  const { shift, bitsStored, signed } = pixels;
  const mask = 2 ** bitsStored - 1;
  const sign = signed ? 2 ** (bitsStored - 1) : 0;
  const stored = new Uint16Array(values.length);
  for (let i = 0; i < stored.length; i++) {
    const value = ((values[i] ?? 0) >> shift) & mask;
    stored[i] = (value ^ sign) - sign;
  }
  return stored;
}

/** Brightness of a colour picture: luma as it is, or ITU-R BT.601's sum of red, green and blue. */
function luma({ values, components, rgb }: Samples, { photometric }: PixelModule): Uint16Array<ArrayBuffer> {
  const grey = new Uint16Array(values.length / components);
  const isLuma = components === 1 || (photometric.startsWith('YBR_FULL') && rgb !== true);
  for (let i = 0, at = 0; i < grey.length; i++, at += components) {
    const [first = 0, green = 0, blue = 0] = [values[at], values[at + 1], values[at + 2]];
    grey[i] = isLuma ? first : Math.round(0.299 * first + 0.587 * green + 0.114 * blue);
  }
  return grey;
}

function entryAt(table: GreyTable, value: number): number {
  const at = Math.min(Math.max(value - table.first, 0), table.entries.length - 1);
  return table.entries[at] ?? 0;
}

/** Tables before windows; windows that cannot be are left out. */
function viewsOf(dataSet: DataSet, signed: boolean): readonly (GreyTable | GreyWindow)[] {
  const tables = itemsOf(dataSet, 'x00283010').map((item) => readLookupTable(item, signed));
  const centres = numbersOf(dataSet, 'x00281050');
  const widths = numbersOf(dataSet, 'x00281051');
  const shape = shapeOf(textOf(dataSet, 'x00281056'));
  const windows = centres.flatMap((centre, i): GreyWindow[] => {
    const width = widths[i] ?? 0;
    if (shape === 'linear' ? width < 1 : width <= 0) return [];
    return [{ kind: 'window', centre, width, shape, name: textOf(dataSet, 'x00281055', i) }];
  });
  return [...tables, ...windows];
}

function shapeOf(text: string | undefined): GreyWindow['shape'] {
  if (text === 'SIGMOID') return 'sigmoid';
  return text === 'LINEAR_EXACT' ? 'linear-exact' : 'linear';
}

function paddingOf(dataSet: DataSet, signed: boolean): GreyImage['padding'] {
  const read = (tag: string): number | undefined => (signed ? dataSet.int16(tag) : dataSet.uint16(tag));
  const value = read('x00280120');
  if (value === undefined) return undefined;
  const limit = read('x00280121') ?? value;
  return { from: Math.min(value, limit), to: Math.max(value, limit) };
}

/** Of the body where it is known, else of the detector. */
function spacingOf(dataSet: DataSet): GreyImage['spacing'] {
  for (const tag of ['x00280030', 'x00181164']) {
    const [row, column] = numbersOf(dataSet, tag);
    if (row !== undefined && column !== undefined && row > 0 && column > 0) return { row, column };
  }
  return undefined;
}
