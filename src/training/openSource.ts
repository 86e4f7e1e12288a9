// Chooses where a stage's feature grids come from, and makes the cache of a frozen encoder.
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../errors.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { toTensors } from '../tensor/weights.ts';
import { openFeatureCache, type FeatureCache, type FeatureCacheOptions } from './featureCache.ts';
import { encoderOf } from './firstWeights.ts';
import type { Stage, TrainingConfig } from './trainingConfig.ts';
import type { TrainingData } from './trainingData.ts';
import { cachedSource, liveSource, type VisualSource } from './visualSource.ts';

/** Does not depend on the order of the arrays: a checkpoint gives them back in another. */
export function hashArrays(arrays: ReadonlyMap<string, NamedArray>): string {
  const hash = createHash('sha256');
  const sorted = [...arrays].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, { data }] of sorted) hash.update(name).update(data);
  return hash.digest('hex');
}

/** Feature grids by the encoder among these weights, from the cache or made now. */
export async function openGrids(
  config: TrainingConfig,
  views: number,
  data: TrainingData,
  arrays: ReadonlyMap<string, NamedArray>,
  cacheFolder: string,
  onEncoded: FeatureCacheOptions['onEncoded'],
): Promise<FeatureCache> {
  const encoder = encoderOf(arrays);
  const weights = toTensors(encoder);
  try {
    return await openFeatureCache(data.train.pixels, weights, {
      folder: cacheFolder,
      encoderHash: hashArrays(encoder),
      views,
      augmentation: config.augmentation,
      seed: config.seed,
      batchImages: 32,
      onEncoded,
    });
  } finally {
    tf.dispose({ ...weights });
  }
}

/** @throws AppError usage when a stage trains the encoder and asks for a cache too */
export async function openSource(
  config: TrainingConfig,
  stage: Stage,
  data: TrainingData,
  base: ReadonlyMap<string, NamedArray>,
  cacheFolder: string,
  onEncoded: FeatureCacheOptions['onEncoded'],
): Promise<VisualSource> {
  if (stage.cachedViews === 0) return liveSource(data.train.pixels, config.augmentation, stage.unfreezeFrom);
  if (stage.unfreezeFrom !== undefined)
    throw new AppError('usage', `Stage ${stage.name} trains the encoder: set cachedViews to 0.`);
  return cachedSource(await openGrids(config, stage.cachedViews, data, base, cacheFolder, onEncoded));
}
