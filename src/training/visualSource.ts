// Where a stage's feature grids come from: a cache of the frozen encoder, or the encoder itself at each step.
import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';
import type { Weights } from '../tensor/weights.ts';
import { augment } from './augment.ts';
import { encodeGrid, type FeatureCache, type FeatureCacheOptions } from './featureCache.ts';
import type { PixelStore } from './pixelStore.ts';

export interface VisualSource {
  /** Reads what the photos' grids need; `grid` then gives them, inside a gradient if need be. */
  prepare(
    indices: readonly number[],
    random: Random,
  ): Promise<{ readonly grid: (weights: Weights) => tf.Tensor3D; dispose(): void }>;
  close(): Promise<void>;
}

/** Augmented pixels, encoded with the weights of the moment. */
export function liveSource(
  pixels: PixelStore,
  augmentation: FeatureCacheOptions['augmentation'],
): VisualSource {
  return {
    prepare: async (indices, random) => {
      const images = await pixels.read(indices);
      const views = augment(images, augmentation, random);
      images.dispose();
      return {
        grid: (weights) => encodeGrid(weights, views),
        dispose: () => {
          views.dispose();
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
