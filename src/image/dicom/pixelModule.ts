// What the header says about the pixels (PS3.3 C.7.6.3), checked before any of them is read.
import type { DataSet } from 'dicom-parser';
import { must, TooLargeDicom, UnsupportedDicom } from './problems.ts';
import { numbersOf, pixelDataTag, textOf } from './parseDicom.ts';

export interface PixelModule {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel: 1, or 3 of a colour picture. */
  readonly components: number;
  readonly photometric: Photometric;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  /** How far the stored bits lie above the lowest bit. */
  readonly shift: number;
  readonly signed: boolean;
  /** Colours one after the other instead of side by side. */
  readonly planar: boolean;
}

const photometrics = [
  'MONOCHROME1',
  'MONOCHROME2',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
] as const;
export type Photometric = (typeof photometrics)[number];

/** 6,300 x 6,300: twice what the largest detectors give. */
export const maxGreyPixels = 40_000_000;

/** @throws UnsupportedDicom, TooLargeDicom, RangeError */
export function readPixelModule(dataSet: DataSet): PixelModule {
  if (dataSet.elements[pixelDataTag] === undefined) {
    const floats = dataSet.elements['x7fe00008'] ?? dataSet.elements['x7fe00009'];
    throw new UnsupportedDicom(
      floats === undefined ? 'holds no image' : 'holds measurements (floating point), not an image',
      'choose the file of an image',
    );
  }
  const [frames = 1] = numbersOf(dataSet, 'x00280008');
  if (frames > 1) {
    throw new UnsupportedDicom(
      `holds ${frames} images (a series or a film), not one`,
      'export the one to be read as a file of its own',
    );
  }

  const number = (tag: string): number => {
    const value = dataSet.uint16(tag);
    must(value !== undefined, `${tag} is missing`);
    return value;
  };
  const height = number('x00280010');
  const width = number('x00280011');
  must(width > 0 && height > 0, 'no pixels');
  if (width * height > maxGreyPixels) throw new TooLargeDicom(`${width} x ${height} pixels`);

  const components = dataSet.uint16('x00280002') ?? 1;
  const photometric = photometricOf(dataSet, components);
  const bitsAllocated = number('x00280100');
  const bitsStored = dataSet.uint16('x00280101') ?? bitsAllocated;
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    throw new UnsupportedDicom(`has ${bitsAllocated} bits a pixel, and 8 or 16 are read here`);
  }
  must(bitsStored >= 1 && bitsStored <= bitsAllocated, 'more bits stored than allocated');
  if (bitsStored < 8) throw new UnsupportedDicom(`has ${bitsStored} bits a pixel, and 8 to 16 are read here`);
  if (components === 3 && bitsStored > 8) throw new UnsupportedDicom('is a colour image of more than 8 bits');
  const highBit = dataSet.uint16('x00280102') ?? bitsStored - 1;
  const shift = highBit + 1 - bitsStored;
  must(shift >= 0 && highBit < bitsAllocated, 'stored bits outside of the allocated ones');
  return {
    width,
    height,
    components,
    photometric,
    bitsAllocated,
    bitsStored,
    shift,
    signed: dataSet.uint16('x00280103') === 1,
    planar: dataSet.uint16('x00280006') === 1,
  };
}

function photometricOf(dataSet: DataSet, components: number): Photometric {
  const text = textOf(dataSet, 'x00280004') ?? 'MONOCHROME2';
  const photometric = photometrics.find((known) => known === text);
  if (photometric === undefined) {
    throw new UnsupportedDicom(`shows its pixels in a way that is not read here (${text.slice(0, 16)})`);
  }
  must(components === (photometric.startsWith('MONOCHROME') ? 1 : 3), `${components} samples of ${text}`);
  return photometric;
}
