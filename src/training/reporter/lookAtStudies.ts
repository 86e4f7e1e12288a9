// Tag logits and grids of studies as they are drafted: the first film of each view, not augmented.
import * as tf from '@tensorflow/tfjs-core';
import { poolViews, type StudyGrids } from '../../model/reporter/studyFeatures.ts';
import { studyTagLogits } from '../../model/reporter/studyTags.ts';
import type { Weights } from '../../tensor/weights.ts';
import { firstFilms, type Films } from './films.ts';
import { encodeStudies, readFilms } from './tagLesson.ts';

const batchStudies = 16;

/** Grids of some studies; the caller disposes them. */
export async function gridsOfStudies(
  weights: Weights,
  films: Films,
  studies: readonly number[],
): Promise<StudyGrids> {
  const chosen = firstFilms(films, studies);
  const pixels = await readFilms(films, chosen);
  const grids = tf.tidy(() => encodeStudies(weights, pixels, chosen));
  pixels.dispose();
  return grids;
}

/** Tag logits of every study of these films: one row a study. */
export async function logitsOfStudies(
  weights: Weights,
  films: Films,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for (let from = 0; from < films.places.length; from += batchStudies) {
    signal?.throwIfAborted();
    const count = Math.min(batchStudies, films.places.length - from);
    const grids = await gridsOfStudies(
      weights,
      films,
      Array.from({ length: count }, (_, i) => from + i),
    );
    const logits = tf.tidy(() => studyTagLogits(weights, poolViews(grids)));
    const values = await logits.data<'float32'>();
    const width = logits.shape[1];
    for (let row = 0; row < count; row++) rows.push(values.slice(row * width, (row + 1) * width));
    tf.dispose([{ ...grids }, logits]);
  }
  return rows;
}
