// What a captioner has to beat: the caption that people wrote most often, and the caption of the training photo that
// looks most alike. Pooled features of the training photos are kept on disk.
import * as tf from '@tensorflow/tfjs-core';
import type { CaptionedImage } from '../data/captionDataset.ts';
import { decodeImage } from '../image/decode.ts';
import { gridChannels } from '../model/mobileNetV2.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import type { Weights } from '../tensor/weights.ts';
import { tokenize } from '../text/tokenize.ts';
import { encodeGrid } from '../training/featureCache.ts';
import { keepPooled } from './pooledCache.ts';

const batchImages = 16;

export type OnProgress = (what: string, done: number, count: number) => void;

/** The caption written most often, by its words alone; among equals the first in spelling. */
export function mostCommonCaption(captions: readonly string[]): string {
  const times = new Map<string, number>();
  for (const caption of captions) {
    const words = tokenize(caption).join(' ');
    times.set(words, (times.get(words) ?? 0) + 1);
  }
  return [...times].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

/** Feature grids of photos, as the model sees them: [images, 49, 1280]. */
export async function gridsOf(
  images: readonly CaptionedImage[],
  weights: Weights,
  side: number,
): Promise<tf.Tensor3D> {
  const size = { width: side, height: side };
  const decoded = await Promise.all(
    images.map(async (image) => decodeImage({ bytes: await image.read(), name: image.file }, size)),
  );
  const pixels = new Float32Array(images.length * side * side * 3);
  for (const [i, { data }] of decoded.entries()) pixels.set(data, i * side * side * 3);
  return tf.tidy(() => encodeGrid(weights, tf.tensor4d(pixels, [images.length, side, side, 3])));
}

/** The mean over the patches: [images * 1280], row-major. */
export async function poolGrid(grid: tf.Tensor3D): Promise<Float32Array> {
  const pooled = tf.tidy(() => tf.mean(grid, 1));
  const values = await pooled.data<'float32'>();
  pooled.dispose();
  return values;
}

export interface PooledFeaturesOptions {
  /** The weights' arrays: another encoder, another cache. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly weights: Weights;
  readonly side: number;
  readonly cacheFolder: string;
  readonly onProgress: OnProgress;
}

/** Pooled features of many photos, from the cache or made now: [images * 1280], row-major. */
export async function pooledFeatures(
  images: readonly CaptionedImage[],
  options: PooledFeaturesOptions,
): Promise<Float32Array> {
  const { arrays, cacheFolder, side } = options;
  const of = [side, images.map((image) => image.file)];
  const length = images.length * gridChannels;
  return keepPooled({ arrays, of, cacheFolder }, length, async () => {
    const all = new Float32Array(length);
    for (let from = 0; from < images.length; from += batchImages) {
      const grid = await gridsOf(images.slice(from, from + batchImages), options.weights, side);
      all.set(await poolGrid(grid), from * gridChannels);
      grid.dispose();
      options.onProgress('training photos', Math.min(images.length, from + batchImages), images.length);
    }
    return all;
  });
}

const unitRows = (rows: Float32Array): tf.Tensor2D => {
  const matrix = tf.tensor2d(rows, [rows.length / gridChannels, gridChannels]);
  return tf.div(matrix, tf.add(tf.norm(matrix, 2, 1, true), 1e-12));
};

/** For each row of `photos` the row of `known` with the largest cosine; both [rows * 1280]. */
export async function nearestRows(photos: Float32Array, known: Float32Array): Promise<Int32Array> {
  const nearest = tf.tidy(() => tf.argMax(tf.matMul(unitRows(photos), unitRows(known), false, true), 1));
  const rows = await nearest.data<'int32'>();
  nearest.dispose();
  return rows;
}
