// How the pixels of a DICOM file are coded, by its transfer syntax (PS3.6 annex A).
import { UnsupportedDicom } from './problems.ts';

export type PixelCoding = 'none' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg-2000';

export const deflated = '1.2.840.10008.1.2.1.99';
export const explicitBigEndian = '1.2.840.10008.1.2.2';
export const implicitLittleEndian = '1.2.840.10008.1.2';

const codings: Readonly<Record<string, PixelCoding>> = {
  [implicitLittleEndian]: 'none',
  '1.2.840.10008.1.2.1': 'none',
  [deflated]: 'none',
  [explicitBigEndian]: 'none',
  '1.2.840.10008.1.2.5': 'rle',
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.57': 'jpeg',
  '1.2.840.10008.1.2.4.70': 'jpeg',
  '1.2.840.10008.1.2.4.80': 'jpeg-ls',
  '1.2.840.10008.1.2.4.81': 'jpeg-ls',
  '1.2.840.10008.1.2.4.90': 'jpeg-2000',
  '1.2.840.10008.1.2.4.91': 'jpeg-2000',
};

/** @throws UnsupportedDicom */
export function pixelCodingOf(transferSyntax: string): PixelCoding {
  const coding = codings[transferSyntax];
  if (coding !== undefined) return coding;
  throw new UnsupportedDicom(
    /^1\.2\.840\.10008\.1\.2\.4\.(10[0-8])/.test(transferSyntax)
      ? 'is a film (MPEG or HEVC), not an image'
      : `is coded in a way that is not read here (transfer syntax ${transferSyntax})`,
  );
}
