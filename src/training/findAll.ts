// What a whole model finds in many photos: for fitting its ranking and its confidence, and for evaluation.
import type * as tf from '@tensorflow/tfjs-core';
import { disposeSeen, look, say, type Findings } from '../model/candidates.ts';
import type { CaptionerConfig } from '../model/config.ts';
import type { PreparedWords } from '../model/preparedWords.ts';
import type { Weights } from '../tensor/weights.ts';

export interface FindAllOptions {
  /** Width of each search. */
  readonly beam: number;
  /** Photos at once. */
  readonly batchImages: number;
  /** Looked at before each batch. */
  readonly signal?: AbortSignal | undefined;
}

/** Photos by index, as feature grids: [indices, 49, 1280]. */
export interface GridSource {
  readonly count: number;
  grids(weights: Weights, indices: readonly number[]): Promise<tf.Tensor3D>;
}

/** Calls `work` with the grids of one batch of photos after the other. */
export async function forEachBatch(
  weights: Weights,
  photos: GridSource,
  { batchImages, signal }: Pick<FindAllOptions, 'batchImages' | 'signal'>,
  work: (grid: tf.Tensor3D) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < photos.count; from += batchImages) {
    signal?.throwIfAborted();
    const count = Math.min(batchImages, photos.count - from);
    const indices = Array.from({ length: count }, (_, i) => from + i);
    const grid = await photos.grids(weights, indices);
    try {
      await work(grid);
    } finally {
      grid.dispose();
    }
  }
}

export async function findAll(
  prepared: PreparedWords,
  config: CaptionerConfig,
  photos: GridSource,
  options: FindAllOptions,
): Promise<Findings[]> {
  const findings: Findings[] = [];
  const { weights } = prepared;
  await forEachBatch(weights, photos, options, async (grid) => {
    const seen = await look(weights, config, grid);
    findings.push(...(await say(prepared, config, seen, options.beam)));
    disposeSeen(seen);
  });
  return findings;
}
