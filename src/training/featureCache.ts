// Feature grids of a frozen encoder, kept on disk as halves: some augmented views of each photo.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { encodeImages, gridChannels, gridSide, normalisePixels } from '../model/mobileNetV2.ts';
import { createRandom } from '../random.ts';
import { decodeHalf, encodeHalf } from '../tensor/halfFloat.ts';
import type { Weights } from '../tensor/weights.ts';
import { augment } from './augment.ts';
import { openCacheFile } from './cacheFile.ts';
import type { PixelStore } from './pixelStore.ts';
import type { TrainingConfig } from './trainingConfig.ts';

const patches = gridSide * gridSide;
const valuesEach = patches * gridChannels;

export interface FeatureCache {
  readonly views: number;
  /** Grids of photos, each in the view given: [indices, 49, 1280]. */
  read(indices: readonly number[], views: readonly number[]): Promise<tf.Tensor3D>;
  close(): Promise<void>;
}

export interface FeatureCacheOptions {
  readonly folder: string;
  /** Hash of the encoder's weights: other weights, another cache. */
  readonly encoderHash: string;
  /** View 0 is the photo itself, the others are augmented. */
  readonly views: number;
  readonly augmentation: TrainingConfig['augmentation'];
  readonly seed: number;
  readonly batchImages: number;
  /** What it throws stops the encoding, and no file is left. */
  readonly onEncoded: (done: number, count: number) => void;
}

/** The patches of grids one after the other: [n, 7, 7, 1280] to [n, 49, 1280]. */
export const toGrid = (encoded: tf.Tensor4D): tf.Tensor3D =>
  tf.reshape(encoded, [encoded.shape[0], patches, gridChannels]);

/** The feature grids of pixels 0..255: [n, 49, 1280]. */
export const encodeGrid = (weights: Weights, pixels: tf.Tensor4D): tf.Tensor3D =>
  tf.tidy(() => toGrid(encodeImages(weights, normalisePixels(pixels))));

async function encodeAll(
  pixels: PixelStore,
  weights: Weights,
  file: FileHandle,
  options: FeatureCacheOptions,
): Promise<void> {
  const random = createRandom(options.seed);
  for (let view = 0; view < options.views; view++) {
    for (let from = 0; from < pixels.count; from += options.batchImages) {
      const indices = Array.from(
        { length: Math.min(options.batchImages, pixels.count - from) },
        (_, i) => from + i,
      );
      const images = await pixels.read(indices);
      const grid = tf.tidy(() =>
        encodeGrid(weights, view === 0 ? images : augment(images, options.augmentation, random)),
      );
      const halves = encodeHalf(await grid.data<'float32'>());
      tf.dispose([images, grid]);
      await file.write(halves, 0, halves.byteLength, (view * pixels.count + from) * valuesEach * 2);
      options.onEncoded(view * pixels.count + from + indices.length, options.views * pixels.count);
    }
  }
}

/** Opens the cache of these pixels and weights, and makes it first where it is missing. */
export async function openFeatureCache(
  pixels: PixelStore,
  weights: Weights,
  options: FeatureCacheOptions,
): Promise<FeatureCache> {
  const { encoderHash, views, augmentation, seed } = options;
  const key = createHash('sha256')
    .update(JSON.stringify([pixels.key, encoderHash, views, augmentation, seed]))
    .digest('hex');
  const path = join(options.folder, `features-${key.slice(0, 16)}.bin`);
  const file = await openCacheFile(path, views * pixels.count * valuesEach * 2, (empty) =>
    encodeAll(pixels, weights, empty, options),
  );
  return {
    views,
    read: (indices, chosen) => readGrids(file, pixels.count, indices, chosen),
    close: () => file.close(),
  };
}

async function readGrids(
  file: FileHandle,
  count: number,
  indices: readonly number[],
  views: readonly number[],
): Promise<tf.Tensor3D> {
  const halves = new Uint16Array(indices.length * valuesEach);
  const bytes = new Uint8Array(halves.buffer);
  const size = valuesEach * 2;
  await Promise.all(
    indices.map((index, i) => file.read(bytes, i * size, size, ((views[i] ?? 0) * count + index) * size)),
  );
  return tf.tensor3d(decodeHalf(halves), [indices.length, patches, gridChannels]);
}
