// The gate: what a picture is taken for, from the pooled features of its grid, before anything is drafted from it.
import * as tf from '@tensorflow/tfjs-core';
import { weight, type Weights } from '../../tensor/weights.ts';

/**
 * Probabilities of `gateKinds`.
 * @param grids [n, 49, 1280]
 * @returns [n, kinds]
 */
export function gateProbabilities(weights: Weights, grids: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => {
    const scores = tf.matMul(tf.mean<tf.Tensor2D>(grids, 1), weight(weights, 'gate/kernel'));
    return tf.softmax(tf.add<tf.Tensor2D>(scores, weight(weights, 'gate/bias')));
  });
}
