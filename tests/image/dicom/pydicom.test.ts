// pydicom's own test files, each decoded as pydicom decodes it.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { readDicom } from '../../../src/image/dicom/readDicom.ts';
import type { XrayHeader } from '../../../src/image/dicom/xrayHeader.ts';
import { displayGrey } from '../../../src/image/displayGrey.ts';
import { pydicomDecodes, type Reference } from '../../fixtures/dicom/reference.ts';
import { needsPydicom, pythonWithPydicom } from '../../needs.ts';

/** What pydicom reads and we refuse, with the reason that the person is given. */
const refused: Readonly<Record<string, RegExp>> = {
  'SC_rgb_rle_16bit.dcm': /colour image of more than 8 bits/,
  'SC_rgb_rle_32bit.dcm': /32 bits a pixel/,
  'rtdose_1frame.dcm': /32 bits a pixel/,
  'rtdose_expb_1frame.dcm': /32 bits a pixel/,
  'rtdose_rle_1frame.dcm': /32 bits a pixel/,
  'liver_1frame.dcm': /1 bits a pixel/,
  'liver_expb_1frame.dcm': /1 bits a pixel/,
  'examples_palette.dcm': /PALETTE COLOR/,
  'SC_rgb_rle_16bit_2frame.dcm': /holds 2 images/,
  'SC_rgb_rle_2frame.dcm': /holds 2 images/,
  'SC_rgb_rle_32bit_2frame.dcm': /holds 2 images/,
  'rtdose.dcm': /holds 15 images/,
  'rtdose_expb.dcm': /holds 15 images/,
  'rtdose_rle.dcm': /holds 15 images/,
  'examples_ybr_color.dcm': /holds 30 images/,
};
/** What we read and pydicom's codec does not. */
const readByUsAlone = ['JPEG-lossy.dcm'];

const python = pythonWithPydicom();
const needed = needsPydicom(python);
const references = python === undefined ? [] : pydicomDecodes(python);

/** From the folder of test files. */
const nameOf = ({ path }: Reference): string => path.split('test_files/')[1] ?? basename(path);

/** Grey levels. */
function toleranceOf({ transferSyntax, photometric }: XrayHeader): number {
  // Brightness is the luma that is stored; pydicom takes it of red, green and blue, which were rounded and clipped.
  if (photometric === 'YBR_FULL_422' && transferSyntax.endsWith('.1.2.1')) return 2;
  // Lossy JPEG and JPEG 2000 leave rounding to the decoder.
  return /\.4\.(50|51|91)$/.test(transferSyntax) ? 1 : 0;
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let difference = 0;
  for (let i = 0; i < a.length; i++)
    difference = Math.max(difference, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  return difference;
};

describe.skipIf(needed.missing)(needed.named("pydicom's own files"), () => {
  const decoded = references.flatMap((reference) =>
    reference.kind === 'decoded' ? [{ name: nameOf(reference), ...reference }] : [],
  );
  const failed = references.flatMap((reference) =>
    reference.kind === 'failed' ? [{ name: nameOf(reference), ...reference }] : [],
  );

  test('are all there', () => {
    expect(decoded.length).toBeGreaterThanOrEqual(80);
  });

  test.each(decoded.filter(({ path }) => refused[basename(path)] === undefined))(
    '$name',
    async ({ path, width, height, modality, display }) => {
      const { image, header } = await readDicom(readFileSync(path), 'file');
      expect([image.width, image.height]).toEqual([width, height]);
      const { slope, intercept } = image;
      const ours = Float32Array.from(image.values, (value) => value * slope + intercept);
      expect(largest(ours, modality)).toBeLessThanOrEqual(toleranceOf(header));
      expect(largest(displayGrey(image).data, display)).toBeLessThanOrEqual(Math.max(1, toleranceOf(header)));
    },
  );

  test.each(decoded.filter(({ path }) => refused[basename(path)] !== undefined))(
    '$name is refused, with the reason',
    async ({ path }) => {
      const error: unknown = await readDicom(readFileSync(path), 'file').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'image/unsupported' });
      expect((error as AppError).message).toMatch(refused[basename(path)] ?? /never/);
      expect((error as AppError).message).toMatch(/^file [^.]+\.$/);
    },
  );

  test.each(failed)('$name fails here too', async ({ path }) => {
    const reading = readDicom(readFileSync(path), 'file');
    if (readByUsAlone.includes(basename(path))) {
      await reading;
      return;
    }
    const error: unknown = await reading.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).message).toMatch(/^file [^.]+\.$/);
  });
});
