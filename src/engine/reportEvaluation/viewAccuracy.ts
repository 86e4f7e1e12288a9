// Whether the gate takes films for the views that they are.
import * as tf from '@tensorflow/tfjs-core';
import { gateKinds } from '../../model/reporter/config.ts';
import { gateProbabilities } from '../../model/reporter/gate.ts';
import type { Weights } from '../../tensor/weights.ts';
import type { Films } from '../../training/reporter/films.ts';
import { gridBatches } from './gridBatches.ts';

/** Share of all films that the gate takes for what they are. */
export async function viewAccuracy(
  weights: Weights,
  films: Films,
  onDone: (done: number, count: number) => void,
): Promise<{ readonly accuracy: number; readonly count: number }> {
  const all = films.places.flatMap(({ frontal, lateral }) => [
    ...frontal.map((place) => ({ place, kind: 'frontal' })),
    ...lateral.map((place) => ({ place, kind: 'lateral' })),
  ]);
  /** Each film as if it were the frontal one of a study of its own. */
  const alone: Films = {
    pixels: films.pixels,
    places: all.map(({ place }) => ({ frontal: [place], lateral: [] })),
  };
  let right = 0;
  for await (const { places, grids } of gridBatches(weights, alone, onDone)) {
    const kinds = tf.tidy(() => tf.argMax(gateProbabilities(weights, grids.frontal), 1));
    const found = await kinds.data<'int32'>();
    kinds.dispose();
    right += places.filter((place, i) => gateKinds[found[i] ?? -1] === all[place]?.kind).length;
  }
  return { accuracy: right / all.length, count: all.length };
}
