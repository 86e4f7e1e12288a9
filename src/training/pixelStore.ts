// All photos of a split, decoded and squashed once into one file of raw pixels, so that an epoch never waits for
// a decoder.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { CaptionedImage } from '../data/captionDataset.ts';
import { decodeImage } from '../image/decode.ts';
import { openCacheFile } from './cacheFile.ts';

export interface PixelStore {
  readonly count: number;
  /** Changes with the photos and the side. */
  readonly key: string;
  /** Photos by index as 0..255: [indices, side, side, 3]. */
  read(indices: readonly number[]): Promise<tf.Tensor4D>;
  close(): Promise<void>;
}

const decodedAtOnce = 8;

async function decodeAll(
  images: readonly CaptionedImage[],
  side: number,
  file: FileHandle,
  onDone: (done: number) => void,
): Promise<void> {
  const bytesEach = side * side * 3;
  for (let from = 0; from < images.length; from += decodedAtOnce) {
    const part = images.slice(from, from + decodedAtOnce);
    const decoded = await Promise.all(
      part.map(async (image) =>
        decodeImage({ bytes: await image.read(), name: image.file }, { width: side, height: side }),
      ),
    );
    for (const [i, image] of decoded.entries())
      await file.write(image.data, 0, bytesEach, (from + i) * bytesEach);
    onDone(Math.min(images.length, from + decodedAtOnce));
  }
}

/**
 * Opens the split's pixel file under `cacheFolder`, and makes it first where it is missing.
 * @param onDecoded what it throws stops the decoding, and no file is left
 * @throws AppError data/missing, data/damaged, image/*, file/unwritable
 */
export async function openPixelStore(
  images: readonly CaptionedImage[],
  side: number,
  cacheFolder: string,
  onDecoded: (done: number, count: number) => void,
): Promise<PixelStore> {
  const key = createHash('sha256')
    .update(images.map((image) => image.file).join('\n'))
    .update(`${side}`)
    .digest('hex');
  const path = join(cacheFolder, `pixels-${key.slice(0, 16)}.bin`);
  const file = await openCacheFile(path, images.length * side * side * 3, (empty) =>
    decodeAll(images, side, empty, (done) => {
      onDecoded(done, images.length);
    }),
  );
  return {
    count: images.length,
    key,
    read: (indices) => readPixels(file, indices, side),
    close: () => file.close(),
  };
}

async function readPixels(file: FileHandle, indices: readonly number[], side: number): Promise<tf.Tensor4D> {
  const bytesEach = side * side * 3;
  const bytes = new Uint8Array(indices.length * bytesEach);
  await Promise.all(indices.map((index, i) => file.read(bytes, i * bytesEach, bytesEach, index * bytesEach)));
  return tf.tensor4d(new Float32Array(bytes), [indices.length, side, side, 3]);
}
