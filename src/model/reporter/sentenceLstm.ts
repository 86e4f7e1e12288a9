// The sentence LSTM with its stop control and its topics: Jing, Xie and Xing (2018), section 3.3.
//   ctx_s = co-attention(h_s-1) (eq. 2-4),   h_s = LSTM(h_s-1, ctx_s)
//   t_s = tanh(W_t,h h_s + W_t,ctx ctx_s)                                     (eq. 5, topic generator)
//   p(stop_s) = sigmoid(W_stop tanh(W_stop,s-1 h_s-1 + W_stop,s h_s))         (eq. 6, stop control)
// Departures: one LSTM drafts both sections, each from a first state of its own; it also reads the mean embedding of
// the words of the sentence before, so that it knows what has been said; the stop probability is asked before a
// sentence, not after it, so that a section may be empty; of two classes a sigmoid is enough.
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../../tensor/assertShape.ts';
import { constant, glorot, weight, type NamedArray, type Weights } from '../../tensor/weights.ts';
import { coAttend, type Memory } from '../coAttention.ts';
import { noDropout, type Dropout } from '../dropout.ts';
import { turnGates, type LstmState } from '../wordLstm.ts';
import { sections } from './config.ts';

/** One step of K sections of each of n studies (a type, not an interface: only such pass through tf.tidy). */
export type SentenceStep = {
  readonly h: tf.Tensor3D;
  readonly c: tf.Tensor3D;
  /** t_s: [n, K, hidden] */
  readonly topic: tf.Tensor3D;
  /** ctx_s: [n, K, hidden] */
  readonly context: tf.Tensor3D;
  /** Logit of p(stop_s), that there is no sentence s: [n, K] */
  readonly stop: tf.Tensor2D;
  /** Where it looked: [n, K, 98], and on which tags it leaned: [n, K, 1 + semanticCount] */
  readonly visualMap: tf.Tensor3D;
  readonly semanticMap: tf.Tensor3D;
};

export function initSentenceLstm(
  { hiddenSize }: { readonly hiddenSize: number },
  next: () => number,
): Map<string, NamedArray> {
  const gateBias = constant([4 * hiddenSize], 0);
  gateBias.data.fill(1, hiddenSize, 2 * hiddenSize); // Forget nothing at first (Jozefowicz et al. 2015).
  return new Map([
    ['sentences/start/kernel', glorot([2 * hiddenSize, 2 * hiddenSize], next)],
    ['sentences/start/sections', glorot([sections.length, 2 * hiddenSize], next)],
    ['sentences/lstm/kernel', glorot([3 * hiddenSize, 4 * hiddenSize], next)],
    ['sentences/lstm/bias', gateBias],
    ['sentences/W_th', glorot([hiddenSize, hiddenSize], next)],
    ['sentences/W_tctx', glorot([hiddenSize, hiddenSize], next)],
    ['sentences/b_t', constant([hiddenSize], 0)],
    ['sentences/W_stop_before', glorot([hiddenSize, hiddenSize], next)],
    ['sentences/W_stop_now', glorot([hiddenSize, hiddenSize], next)],
    ['sentences/W_stop', glorot([hiddenSize, 1], next)],
    ['sentences/b_stop', constant([1], 0)],
  ]);
}

/** Mean over the features that are there: [n, count, hidden] to [n, hidden]. */
function meanPresent(features: tf.Tensor3D, bias: tf.Tensor3D | undefined): tf.Tensor2D {
  if (!bias) return tf.mean<tf.Tensor2D>(features, 1);
  const present = tf.cast(tf.greaterEqual(tf.reshape(bias, [features.shape[0], -1, 1]), -1), 'float32'); // [n, count, 1]
  return tf.div(tf.sum(tf.mul(features, present), 1), tf.maximum(tf.sum(present, 1), 1));
}

/** The state before the first sentence of each section: [n, sections, hidden]. */
export function startSections(weights: Weights, memory: Memory): LstmState {
  const means = tf.concat(
    [meanPresent(memory.visual, memory.visualBias), meanPresent(memory.semantic, memory.semanticBias)],
    1,
  ); // [n, 2 * hidden]
  const seen = tf.expandDims(tf.matMul(means, weight(weights, 'sentences/start/kernel')), 1); // [n, 1, 2 * hidden]
  const both = tf.tanh(tf.add(seen, weight(weights, 'sentences/start/sections'))); // [n, sections, 2 * hidden]
  const [h, c] = tf.split(both, 2, 2) as [tf.Tensor3D, tf.Tensor3D];
  return { h, c };
}

/** The last axis times a matrix. */
function times(x: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  const [n, states, size] = x.shape;
  return tf.reshape(tf.matMul(tf.reshape(x, [n * states, size]), kernel), [n, states, kernel.shape[1]]);
}

/**
 * One sentence further.
 * @param before the mean word embedding of the sentence before, zeros before the first: [n, K, hidden]
 */
export function stepSentence(
  weights: Weights,
  memory: Memory,
  state: LstmState,
  before: tf.Tensor3D,
  dropout: Dropout = noDropout,
): SentenceStep {
  const [n, states, size] = state.h.shape;
  assertShape(before, [n, states, size], 'before');
  const { context, visualMap, semanticMap } = coAttend(weights, memory, state.h);
  const input = tf.reshape<tf.Rank.R2>(tf.concat([context, before, state.h], 2), [n * states, 3 * size]);
  const gates = tf.add<tf.Tensor2D>(
    tf.matMul(input, weight(weights, 'sentences/lstm/kernel')),
    weight(weights, 'sentences/lstm/bias'),
  );
  const { h, c } = turnGates(gates, state);
  const topic = tf.tanh<tf.Tensor3D>(
    tf.add(
      tf.add(
        times(h, weight(weights, 'sentences/W_th')),
        times(context, weight(weights, 'sentences/W_tctx')),
      ),
      weight(weights, 'sentences/b_t'),
    ),
  );
  const halting = tf.tanh<tf.Tensor3D>(
    tf.add(
      times(state.h, weight(weights, 'sentences/W_stop_before')),
      times(h, weight(weights, 'sentences/W_stop_now')),
    ),
  );
  const stop = tf.add(
    tf.reshape(times(dropout(halting, 0.3), weight(weights, 'sentences/W_stop')), [n, states]),
    weight(weights, 'sentences/b_stop'),
  );
  return { h, c, topic: dropout(topic, 0.3), context, stop: stop as tf.Tensor2D, visualMap, semanticMap };
}

/**
 * All sentences of given reports (teacher forcing).
 * @param befores for each step the mean word embeddings of the sentences before: [n, K, hidden] each
 */
export function unrollSentences(
  weights: Weights,
  memory: Memory,
  befores: readonly tf.Tensor3D[],
  dropout: Dropout,
): readonly SentenceStep[] {
  let state = startSections(weights, memory);
  return befores.map((before) => {
    const step = stepSentence(weights, memory, state, before, dropout);
    state = step;
    return step;
  });
}
