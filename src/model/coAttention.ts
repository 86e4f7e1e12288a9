// Co-attention over visual patches v_1..v_N and semantic features a_1..a_M, steered by the LSTM's state h.
// Jing, Xie and Xing (2018), eq. 2-4:
//   alpha_v,n ~ exp(W_vatt tanh(W_v v_n + W_v,h h)),   alpha_a,m ~ exp(W_aatt tanh(W_a a_m + W_a,h h))
//   v_att = sum alpha_v,n v_n,   a_att = sum alpha_a,m a_m,   ctx = W_fc [v_att; a_att]
// Each image has K states at once (captions while training, beams while searching) that share its features.
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../tensor/assertShape.ts';
import { constant, glorot, weight, type NamedArray, type Weights } from '../tensor/weights.ts';
import { noDropout, type Dropout } from './dropout.ts';

export interface CoAttentionConfig {
  /** Channels of a visual patch. */
  readonly visualSize: number;
  /** Units of the state, of a semantic feature and of the context. */
  readonly hiddenSize: number;
  /** Units in which features and state are compared. */
  readonly attentionSize: number;
}

/** What stays the same for all steps of a sentence (a type, not an interface: only such pass through tf.tidy). */
export type Memory = {
  /** [images, N, hidden] */
  readonly visual: tf.Tensor3D;
  /** W_v v_n: [images, N, attention] */
  readonly visualKeys: tf.Tensor3D;
  /** [images, M, hidden] */
  readonly semantic: tf.Tensor3D;
  /** W_a a_m: [images, M, attention] */
  readonly semanticKeys: tf.Tensor3D;
  /** Added to the scores of the features, -1e9 for those that are not there: [images, 1, N] and [images, 1, M]. */
  readonly visualBias?: tf.Tensor3D | undefined;
  readonly semanticBias?: tf.Tensor3D | undefined;
};

export interface Attended {
  /** [images, K, hidden] */
  readonly context: tf.Tensor3D;
  /** alpha_v: [images, K, N], each row sums to 1 */
  readonly visualMap: tf.Tensor3D;
  /** alpha_a: [images, K, M], each row sums to 1 */
  readonly semanticMap: tf.Tensor3D;
}

export function initCoAttention(config: CoAttentionConfig, next: () => number): Map<string, NamedArray> {
  const { visualSize, hiddenSize, attentionSize } = config;
  return new Map([
    ['attention/visual/kernel', glorot([visualSize, hiddenSize], next)],
    ['attention/visual/bias', constant([hiddenSize], 0)],
    ['attention/W_v', glorot([hiddenSize, attentionSize], next)],
    ['attention/W_a', glorot([hiddenSize, attentionSize], next)],
    ['attention/W_vh', glorot([hiddenSize, attentionSize], next)],
    ['attention/W_ah', glorot([hiddenSize, attentionSize], next)],
    ['attention/W_vatt', glorot([attentionSize, 1], next)],
    ['attention/W_aatt', glorot([attentionSize, 1], next)],
    ['attention/W_fc', glorot([2 * hiddenSize, hiddenSize], next)],
    ['attention/b_fc', constant([hiddenSize], 0)],
  ]);
}

/** Multiplies the last axis of [a, b, c] by a matrix [c, d]. */
function project(x: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  const [a, b, c] = x.shape;
  return tf.reshape(tf.matMul(tf.reshape(x, [a * b, c]), kernel), [a, b, kernel.shape[1]]);
}

/**
 * Projects the features once for a sentence.
 * @param grid [images, N, visualSize]
 * @param semantic [images, M, hiddenSize]
 */
export function prepareMemory(
  weights: Weights,
  grid: tf.Tensor3D,
  semantic: tf.Tensor3D,
  dropout: Dropout = noDropout,
): Memory {
  return rememberFeatures(weights, projectGrid(weights, grid), semantic, dropout);
}

/** Patches as visual features: [images, N, visualSize] to [images, N, hidden]. */
export function projectGrid(weights: Weights, grid: tf.Tensor3D): tf.Tensor3D {
  const projected = project(grid, weight(weights, 'attention/visual/kernel'));
  return tf.relu(tf.add(projected, weight(weights, 'attention/visual/bias')));
}

/** Memory of features that have the hidden size already: [images, N, hidden] and [images, M, hidden]. */
export function rememberFeatures(
  weights: Weights,
  visualFeatures: tf.Tensor3D,
  semantic: tf.Tensor3D,
  dropout: Dropout = noDropout,
): Memory {
  assertShape(semantic, [visualFeatures.shape[0], undefined, undefined], 'semantic');
  const visual = dropout(visualFeatures, 0.3);
  const values = dropout(semantic, 0.3);
  return {
    visual,
    visualKeys: project(visual, weight(weights, 'attention/W_v')),
    semantic: values,
    semanticKeys: project(values, weight(weights, 'attention/W_a')),
  };
}

/**
 * Where each state looks: a softmax over the features of its image.
 * @param query W_h h: [images, K, attention]
 * @param keys [images, count, attention]
 * @param score W_att: [attention, 1]
 * @param bias added to the scores: [images, 1, count]
 * @returns [images, K, count]
 */
export function lookAround(
  query: tf.Tensor3D,
  keys: tf.Tensor3D,
  score: tf.Tensor2D,
  bias?: tf.Tensor3D,
): tf.Tensor3D {
  const [images, count, size] = keys.shape;
  const states = query.shape[1];
  const compared = tf.tanh(
    tf.add(tf.reshape(keys, [images, 1, count, size]), tf.reshape(query, [images, states, 1, size])),
  ); // [images, K, count, attention]
  const scores = tf.matMul(tf.reshape<tf.Rank.R2>(compared, [-1, size]), score); // [images * K * count, 1]
  const shaped: tf.Tensor3D = tf.reshape(scores, [images, states, count]);
  const biased: tf.Tensor3D = bias ? tf.add(shaped, bias) : shaped;
  return tf.softmax(biased);
}

/**
 * @param state h: [images, K, hiddenSize]
 */
export function coAttend(weights: Weights, memory: Memory, state: tf.Tensor3D): Attended {
  assertShape(state, [memory.visual.shape[0], undefined, memory.visual.shape[2]], 'state');
  const visualMap = lookAround(
    project(state, weight(weights, 'attention/W_vh')),
    memory.visualKeys,
    weight(weights, 'attention/W_vatt'),
    memory.visualBias,
  ); // [images, K, N]
  const semanticMap = lookAround(
    project(state, weight(weights, 'attention/W_ah')),
    memory.semanticKeys,
    weight(weights, 'attention/W_aatt'),
    memory.semanticBias,
  ); // [images, K, M]
  const attended = [tf.matMul(visualMap, memory.visual), tf.matMul(semanticMap, memory.semantic)];
  const both = tf.concat(attended, 2) as tf.Tensor3D; // [images, K, 2 * hidden]
  const context = tf.add(project(both, weight(weights, 'attention/W_fc')), weight(weights, 'attention/b_fc'));
  return { context: context as tf.Tensor3D, visualMap, semanticMap };
}
