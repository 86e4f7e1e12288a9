// The multi-layer perceptron that predicts tags from pooled visual features, and the tags' embeddings:
// the semantic features a_1..a_M of Jing et al. (2018), section 3.2.
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../tensor/assertShape.ts';
import { lookUp } from '../tensor/lookUp.ts';
import { constant, glorot, weight, type NamedArray, type Weights } from '../tensor/weights.ts';
import type { CaptionerConfig } from './config.ts';
import { noDropout, type Dropout } from './dropout.ts';
import { gridChannels } from './mobileNetV2.ts';

type TagConfig = Pick<CaptionerConfig, 'tagHiddenSize' | 'tagCount' | 'hiddenSize'>;

/** Fresh weights; the tags' bias starts at the log odds of their frequency, so that training starts calibrated. */
export function initTagClassifier(
  config: TagConfig,
  frequencies: readonly number[],
  next: () => number,
): Map<string, NamedArray> {
  const logOdds = Float32Array.from(frequencies, (p) => Math.log(p / (1 - p)));
  return new Map([
    ['tags/hidden/kernel', glorot([gridChannels, config.tagHiddenSize], next)],
    ['tags/hidden/bias', constant([config.tagHiddenSize], 0)],
    ['tags/output/kernel', glorot([config.tagHiddenSize, config.tagCount], next)],
    ['tags/output/bias', { shape: [config.tagCount], data: logOdds }],
    ['tags/embedding', glorot([config.tagCount, config.hiddenSize], next)],
  ]);
}

/**
 * Tag logits (a sigmoid makes them probabilities).
 * @param grid [n, patches, 1280]
 * @returns [n, tagCount]
 */
export function tagLogits(weights: Weights, grid: tf.Tensor3D, dropout: Dropout = noDropout): tf.Tensor2D {
  assertShape(grid, [undefined, undefined, gridChannels], 'grid');
  return tf.tidy(() => {
    const pooled = dropout(tf.mean<tf.Tensor2D>(grid, 1), 0.2); // [n, 1280]
    const hidden = tf.relu(
      tf.add(tf.matMul(pooled, weight(weights, 'tags/hidden/kernel')), weight(weights, 'tags/hidden/bias')),
    ); // [n, tagHiddenSize]
    const output = tf.matMul(dropout(hidden as tf.Tensor2D, 0.5), weight(weights, 'tags/output/kernel'));
    return tf.add(output, weight(weights, 'tags/output/bias')); // [n, tagCount]
  });
}

/**
 * The semantic features: embeddings of the `count` most probable tags.
 * @param logits [n, tagCount]
 * @returns [n, count, hiddenSize]
 */
export function semanticFeatures(weights: Weights, logits: tf.Tensor2D, count: number): tf.Tensor3D {
  return tf.tidy(() => {
    const { indices } = tf.topk(logits, count); // [n, count]
    return lookUp(weight(weights, 'tags/embedding'), indices) as tf.Tensor3D;
  });
}
