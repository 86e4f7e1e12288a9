// Where a stage's feature grids come from: a cache of the frozen encoder, or the encoder itself at each step.
import * as tf from '@tensorflow/tfjs-core';
import { encodeBelow, encodeFrom, normalisePixels } from '../model/mobileNetV2.ts';
import type { Random } from '../random.ts';
import type { Weights } from '../tensor/weights.ts';
import { augment } from './augment.ts';
import { toGrid, type FeatureCache, type FeatureCacheOptions } from './featureCache.ts';
import type { PixelStore } from './pixelStore.ts';

export interface VisualSource {
  /**
   * Reads what the photos' grids need; `grid` then gives them, inside a gradient if need be.
   * @param frozen the weights that the stage does not train
   */
  prepare(
    indices: readonly number[],
    random: Random,
    frozen: Weights,
  ): Promise<{ readonly grid: (weights: Weights) => tf.Tensor3D; dispose(): void }>;
  close(): Promise<void>;
}

/** Augmented pixels, encoded with the weights of the moment; the frozen parts before the gradient. */
export function liveSource(
  pixels: PixelStore,
  augmentation: FeatureCacheOptions['augmentation'],
  unfreezeFrom: string | undefined,
): VisualSource {
  return {
    prepare: async (indices, random, frozen) => {
      const images = await pixels.read(indices);
      const below = tf.tidy(() =>
        encodeBelow(frozen, normalisePixels(augment(images, augmentation, random)), unfreezeFrom),
      );
      images.dispose();
      return {
        grid: (weights) => toGrid(encodeFrom(weights, below, unfreezeFrom)),
        dispose: () => {
          below.dispose();
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

/** Grids from the cache, each photo in one of its views. */
export function cachedSource(cache: FeatureCache): VisualSource {
  return {
    prepare: async (indices, random) => {
      const grid = await cache.read(
        indices,
        indices.map(() => Math.floor(random.next() * cache.views)),
      );
      return {
        grid: () => grid,
        dispose: () => {
          grid.dispose();
        },
      };
    },
    close: () => cache.close(),
  };
}
