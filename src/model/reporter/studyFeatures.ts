// What a study gives the model: the patches of its views side by side, and their means. Either view may be missing.
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../../tensor/assertShape.ts';
import { constant, weight, type NamedArray, type Weights } from '../../tensor/weights.ts';
import { projectGrid } from '../coAttention.ts';
import { gridChannels, gridSide } from '../mobileNetV2.ts';

/** Patches of one view. */
export const patchesPerView = gridSide * gridSide;

/** Feature grids of n studies (a type, not an interface: only such pass through tf.tidy). */
export type StudyGrids = {
  /** [n, 49, 1280], anything where there is no such view */
  readonly frontal: tf.Tensor3D;
  readonly lateral: tf.Tensor3D;
  /** 1 for a view that is there, 0 for one that is not, frontal first: [n, 2] */
  readonly present: tf.Tensor2D;
};

export function initViews(hiddenSize: number): Map<string, NamedArray> {
  return new Map([['views/embedding', constant([2, hiddenSize], 0)]]);
}

/** Means of the patches of each view, zeros for a missing one: [n, 2 * 1280]. */
export function poolViews({ frontal, lateral, present }: StudyGrids): tf.Tensor2D {
  assertShape(frontal, [present.shape[0], patchesPerView, gridChannels], 'frontal');
  assertShape(lateral, [present.shape[0], patchesPerView, gridChannels], 'lateral');
  return tf.tidy(() => {
    const means = tf.stack([tf.mean(frontal, 1), tf.mean(lateral, 1)], 1); // [n, 2, 1280]
    return tf.reshape(tf.mul(means, tf.expandDims(present, 2)), [-1, 2 * gridChannels]);
  });
}

/** The patches of both views as visual features, each with the embedding of its view: [n, 98, hidden]. */
export function visualFeatures(weights: Weights, { frontal, lateral }: StudyGrids): tf.Tensor3D {
  const [first, second] = tf.unstack(weight(weights, 'views/embedding'));
  const shown = [
    tf.add(projectGrid(weights, frontal), first as tf.Tensor1D),
    tf.add(projectGrid(weights, lateral), second as tf.Tensor1D),
  ];
  return tf.concat(shown, 1) as tf.Tensor3D;
}

/** Keeps attention away from what is not there: 0 or -1e9 for each of the features: [n, 1, count]. */
export function absenceBias(present: tf.Tensor2D): tf.Tensor3D {
  return tf.reshape(tf.mul(tf.sub(present, 1), 1e9), [present.shape[0], 1, present.shape[1]]);
}

/** 1 for each patch of a view that is there: [n, 98]. */
export function patchesPresent(present: tf.Tensor2D): tf.Tensor2D {
  const [n] = present.shape;
  return tf.reshape(tf.tile(tf.reshape(present, [n, 2, 1]), [1, 1, patchesPerView]), [n, 2 * patchesPerView]);
}
