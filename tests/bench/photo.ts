// Makes photographs to measure with: soft shapes, edges and a sensor's noise, the same bytes for the same seed.
import sharp from 'sharp';
import { createRandom } from '../../src/random.ts';

export interface PhotoSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** What phones take. */
export const twelveMegapixels: PhotoSize = { width: 4032, height: 3024 };
/** What pages show. */
export const webSize: PhotoSize = { width: 500, height: 375 };

/** Cells of the coarsest and of the finest shapes, across. */
const coarseCells = 8;
const fineCells = 160;
/** Largest difference that noise makes to a value of 0..255: a phone's in daylight, so that 12 megapixels take about 4 MB. */
const noiseLevels = 16;
const jpegQuality = 88;

/** Random colours on a coarse grid, blown up to the size of the photo: [height, width, 3]. */
async function blobs(size: PhotoSize, cells: number, next: () => number): Promise<Buffer> {
  const rows = Math.round((cells * size.height) / size.width);
  const seeds = Buffer.from(Uint8Array.from({ length: cells * rows * 3 }, () => Math.floor(next() * 256)));
  return await sharp(seeds, { raw: { width: cells, height: rows, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}

/** @returns a JPEG's bytes */
export async function makePhoto(size: PhotoSize, seed: number): Promise<Buffer> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  const coarse = await blobs(size, coarseCells, next);
  const fine = await blobs(size, fineCells, next);
  const pixels = Buffer.alloc(coarse.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const grain = (next() + next() - 1) * noiseLevels;
    for (let channel = i; channel < i + 3; channel++) {
      const value = 0.7 * (coarse[channel] as number) + 0.3 * (fine[channel] as number) + grain;
      pixels[channel] = Math.max(0, Math.min(255, value));
    }
  }
  const raw = { width: size.width, height: size.height, channels: 3 } as const;
  return await sharp(pixels, { raw }).jpeg({ quality: jpegQuality }).toBuffer();
}
