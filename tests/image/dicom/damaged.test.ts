// Truncated and garbled files of every coding end in a picture or in a sentence, and in time.
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { deidentifyDicom } from '../../../src/image/dicom/deidentify.ts';
import { DicomThread } from '../../../src/image/dicom/dicomThread.ts';
import { readDicomIdentity } from '../../../src/image/dicom/identity.ts';
import { readDicom } from '../../../src/image/dicom/readDicom.ts';
import { encodeCornerstone } from '../../fixtures/dicom/encodeCornerstone.ts';
import { encodeLosslessJpeg } from '../../fixtures/dicom/losslessJpeg.ts';
import { encapsulated, imageElements, writeDicom } from '../../fixtures/dicom/writeDicom.ts';

const [width, height] = [48, 40];
const values = Uint16Array.from({ length: width * height }, (_, i) =>
  Math.round(2047 + 2000 * Math.sin(i / 9) * Math.cos(i / 700)),
);
const bytes = Uint8Array.from(values, (value) => value >> 4);
const twelve = { ...imageElements(width, height, values), '00280101 US': 12, '00280102 US': 11 };
const window = { '00281050 DS': '2000', '00281051 DS': '3000', '00281056 CS': 'SIGMOID' };
const header = {
  ...window,
  '00100010 PN': 'Doe^Jane',
  '00082218 SQ': [{ '00080100 SH': '51185008' }, { '00080100 SH': 'T-D3000' }],
};
const shape = { width, height, bits: 12 };
const coded = (uid: string, frame: Uint8Array, elements: object = twelve): Buffer =>
  writeDicom({
    transferSyntax: `1.2.840.10008.1.2.${uid}`,
    elements: { ...elements, ...header, '7fe00010 OB': encapsulated(frame) },
  });
const lossless = { ...shape, components: 1, precision: 12, values, predictor: 1 };
const eight = imageElements(width, height, bytes);
const jpeg = await sharp(bytes, { raw: { width, height, channels: 1 } })
  .toColourspace('b-w')
  .jpeg()
  .toBuffer();

/** Two segments of literal runs. */
function rle(): Buffer {
  const plane = (shift: number): Buffer =>
    Buffer.concat(
      Array.from({ length: height }, (_, y) =>
        Buffer.from([
          width - 1,
          ...values.subarray(y * width, (y + 1) * width).map((v) => (v >> shift) & 0xff),
        ]),
      ),
    );
  const head = Buffer.alloc(64);
  [2, 64, 64 + plane(8).length].forEach((value, i) => head.writeUInt32LE(value, i * 4));
  return Buffer.concat([head, plane(8), plane(0)]);
}

const files: readonly (readonly [string, Buffer])[] = [
  ['uncompressed', writeDicom({ elements: { ...twelve, ...header } })],
  ['implicit', writeDicom({ transferSyntax: '1.2.840.10008.1.2', elements: { ...twelve, ...header } })],
  ['RLE', coded('5', rle())],
  ['JPEG', coded('4.50', jpeg, eight)],
  ['lossless JPEG', coded('4.70', encodeLosslessJpeg(lossless))],
  ['JPEG-LS', coded('4.80', await encodeCornerstone('jpeg-ls', values, shape))],
  ['JPEG 2000', coded('4.90', await encodeCornerstone('jpeg-2000', values, shape))],
];

describe.each(files)('%s', (name, whole) => {
  test('is sound to begin with', async () => {
    const { image } = await readDicom(whole, 'whole');
    if (name === 'JPEG') expect(image.values).toHaveLength(width * height);
    else expect(image.values).toEqual(values);
  });

  const change = fc.record({
    cut: fc.option(fc.nat({ max: whole.length - 1 }), { nil: whole.length }),
    flips: fc.array(fc.record({ at: fc.nat({ max: whole.length - 1 }), bit: fc.nat({ max: 7 }) }), {
      maxLength: 12,
    }),
  });

  test('and whatever happens to it, an answer comes', async () => {
    const thread = new DicomThread({ timeoutMs: 5000 });
    await fc.assert(
      fc.asyncProperty(change, async ({ cut, flips }) => {
        const broken = Uint8Array.from(whole.subarray(0, cut));
        for (const { at, bit } of flips) if (at < cut) broken[at] = (broken[at] ?? 0) ^ (1 << bit);
        const outcome = await thread.read(broken, 'broken').then(
          ({ image }) => image.values.length === image.width * image.height,
          (error: unknown) => error instanceof AppError && /^broken [^]*\.$/.test(error.message),
        );
        expect(outcome).toBe(true);
        for (const action of [readDicomIdentity, deidentifyDicom]) {
          const ended = await action(broken, 'broken').then(
            () => true,
            (error: unknown) => error instanceof AppError,
          );
          expect(ended).toBe(true);
        }
      }),
      { numRuns: 60, seed: 20_240_131 },
    );
  });
});
