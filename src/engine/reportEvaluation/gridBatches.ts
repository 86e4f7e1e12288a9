// Films of studies as feature grids, some studies at a time, so that memory holds whatever their number.
import * as tf from '@tensorflow/tfjs-core';
import { poolViews, type StudyGrids } from '../../model/reporter/studyFeatures.ts';
import type { Weights } from '../../tensor/weights.ts';
import type { Films } from '../../training/reporter/films.ts';
import { gridsOfStudies } from '../../training/reporter/lookAtStudies.ts';
import type { PooledStudy } from '../reportBaselines.ts';

const batchStudies = 16;

export interface GridBatch {
  /** Which of the studies. */
  readonly places: readonly number[];
  /** Disposed when the next batch is asked for. */
  readonly grids: StudyGrids;
}

/** All studies of these films in their order. */
export async function* gridBatches(
  weights: Weights,
  films: Films,
  onDone: (done: number, count: number) => void,
): AsyncGenerator<GridBatch, void> {
  const count = films.places.length;
  for (let from = 0; from < count; from += batchStudies) {
    const places = Array.from({ length: Math.min(batchStudies, count - from) }, (_, i) => from + i);
    const grids = await gridsOfStudies(weights, films, places);
    try {
      yield { places, grids };
    } finally {
      tf.dispose({ ...grids });
    }
    onDone(from + places.length, count);
  }
}

/** Pooled features of the studies of a batch. */
export async function poolBatch(grids: StudyGrids): Promise<PooledStudy[]> {
  const pooled = poolViews(grids);
  const [values, present] = await Promise.all([pooled.data<'float32'>(), grids.present.data()]);
  const [n, width] = pooled.shape;
  pooled.dispose();
  return Array.from({ length: n }, (_, i) => ({
    pooled: values.slice(i * width, (i + 1) * width),
    present: [present[2 * i] ?? 0, present[2 * i + 1] ?? 0],
  }));
}
