// The word LSTM: one step, and a whole sentence while teaching. At each step it reads the last word and the
// context that co-attention found with the state before (Jing et al. 2018, section 3.4; LSTM as in Hochreiter and
// Schmidhuber 1997 with a forget gate, gates in the order input, forget, cell, output).
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../tensor/assertShape.ts';
import { lookUp } from '../tensor/lookUp.ts';
import { constant, glorot, weight, type NamedArray, type Weights } from '../tensor/weights.ts';
import { coAttend, type Memory } from './coAttention.ts';
import type { CaptionerConfig } from './config.ts';
import { noDropout, type Dropout } from './dropout.ts';

type WordConfig = Pick<CaptionerConfig, 'vocabularySize' | 'hiddenSize'>;

/** Hidden and cell state, each [images, K, hidden] (a type, not an interface: only such pass through tf.tidy). */
export type LstmState = {
  readonly h: tf.Tensor3D;
  readonly c: tf.Tensor3D;
};

export interface WordStep {
  readonly state: LstmState;
  /** Scores of the next word: [images * K, vocabulary] */
  readonly logits: tf.Tensor2D;
  /** Where it looked: [images, K, N]; undefined for a decoder that looks once a sentence. */
  readonly visualMap: tf.Tensor3D | undefined;
}

export function initWordLstm(config: WordConfig, next: () => number): Map<string, NamedArray> {
  const { vocabularySize, hiddenSize } = config;
  const gateBias = constant([4 * hiddenSize], 0);
  gateBias.data.fill(1, hiddenSize, 2 * hiddenSize); // Forget nothing at first (Jozefowicz et al. 2015).
  const embedding = glorot([vocabularySize, hiddenSize], next);
  return new Map([
    ['words/embedding', embedding],
    ['words/start/kernel', glorot([2 * hiddenSize, 2 * hiddenSize], next)],
    ['words/start/bias', constant([2 * hiddenSize], 0)],
    ['words/lstm/wordKernel', glorot([hiddenSize, 4 * hiddenSize], next)],
    ['words/lstm/stateKernel', glorot([2 * hiddenSize, 4 * hiddenSize], next)],
    ['words/lstm/bias', gateBias],
    ['words/output/kernel', glorot([3 * hiddenSize, hiddenSize], next)],
    ['words/output/bias', constant([hiddenSize], 0)],
    ['words/output/vocabularyBias', constant([vocabularySize], 0)],
  ]);
}

/** The first state of `states` sentences an image, from the means of its features. */
export function startState(weights: Weights, memory: Memory, states: number): LstmState {
  const means = tf.concat([tf.mean(memory.visual, 1), tf.mean(memory.semantic, 1)], 1);
  return startFrom(weights, means as tf.Tensor2D, states);
}

/** The first state of `states` sentences an image, from what is known before the first word: [images, 2 * hidden]. */
export function startFrom(weights: Weights, means: tf.Tensor2D, states: number): LstmState {
  const [images, size] = [means.shape[0], means.shape[1] / 2];
  const both = tf.tanh(
    tf.add(tf.matMul(means, weight(weights, 'words/start/kernel')), weight(weights, 'words/start/bias')),
  );
  const spread = tf.tile(tf.reshape(both, [images, 1, 2 * size]), [1, states, 1]); // [images, K, 2 * hidden]
  const [h, c] = tf.split(spread, 2, 2) as [tf.Tensor3D, tf.Tensor3D];
  return { h, c };
}

/** Word embeddings for ids of any shape: [...ids, hidden]. */
const embed = (weights: Weights, ids: tf.Tensor): tf.Tensor =>
  lookUp(weight(weights, 'words/embedding'), ids);

/** The part of the gates that depends on the words alone, for any number of words at once. */
function wordGates(weights: Weights, words: tf.Tensor2D): tf.Tensor2D {
  return tf.add(
    tf.matMul(words, weight(weights, 'words/lstm/wordKernel')),
    weight(weights, 'words/lstm/bias'),
  );
}

/**
 * The new cell and hidden state.
 * @param gates before their activations, input, forget, cell, output: [images * K, 4 * hidden]
 */
export function turnGates(gates: tf.Tensor2D, state: LstmState): LstmState {
  const [images, states, size] = state.h.shape;
  const [i, f, g, o] = tf.split(tf.reshape(gates, [images, states, 4 * size]), 4, 2) as [
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  const c: tf.Tensor3D = tf.add(tf.mul(tf.sigmoid(f), state.c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
  return { h: tf.mul(tf.sigmoid(o), tf.tanh(c)), c };
}

/** One cell: `gates` [images * K, 4 * hidden] is what `wordGates` gave for the last words. */
function lstmCell(weights: Weights, gates: tf.Tensor2D, context: tf.Tensor3D, state: LstmState): LstmState {
  const [images, states, size] = state.h.shape;
  const input = tf.reshape<tf.Rank.R2>(tf.concat([context, state.h], 2), [images * states, 2 * size]);
  return turnGates(tf.add(gates, tf.matMul(input, weight(weights, 'words/lstm/stateKernel'))), state);
}

/** Word scores from state, context and last word: [rows, hidden] each; the embedding is the output matrix too. */
function scoreWords(
  weights: Weights,
  h: tf.Tensor2D,
  context: tf.Tensor2D,
  words: tf.Tensor2D,
  dropout: Dropout,
): tf.Tensor2D {
  const deep = tf.tanh(
    tf.add(
      tf.matMul(tf.concat([h, context, words], 1), weight(weights, 'words/output/kernel')),
      weight(weights, 'words/output/bias'),
    ),
  ); // [rows, hidden]
  const dropped = dropout(deep as tf.Tensor2D, 0.5);
  // Transposed beforehand: WebAssembly multiplies by a transposed matrix in a loop ten times slower.
  const scores = tf.matMul(dropped, tf.transpose<tf.Tensor2D>(weight(weights, 'words/embedding')));
  return tf.add(scores, weight(weights, 'words/output/vocabularyBias')); // [rows, vocabulary]
}

/**
 * One step of inference.
 * @param ids the last words: [images, K], int32
 */
export function stepWord(
  weights: Weights,
  memory: Memory,
  state: LstmState,
  ids: tf.Tensor2D,
): WordStep & { readonly visualMap: tf.Tensor3D } {
  assertShape(ids, [state.h.shape[0], state.h.shape[1]], 'ids');
  const { context, visualMap } = coAttend(weights, memory, state.h);
  return { ...stepWithContext(weights, context, state, ids), visualMap };
}

/** One step of inference with a context that is given: [images, K, hidden]. */
export function stepWithContext(
  weights: Weights,
  context: tf.Tensor3D,
  state: LstmState,
  ids: tf.Tensor2D,
): Omit<WordStep, 'visualMap'> {
  const rows = ids.size;
  const words = tf.reshape<tf.Rank.R2>(embed(weights, ids), [rows, -1]); // [images * K, hidden]
  const next = lstmCell(weights, wordGates(weights, words), context, state);
  const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [rows, -1]);
  return {
    state: next,
    logits: scoreWords(weights, flat(next.h), flat(context), words, noDropout),
  };
}

/**
 * All steps of given sentences (teacher forcing).
 * @param ids inputs, the start word first: [images, K, T], int32
 * @returns logits [images * K * T, vocabulary]; visualMaps: T maps of [images, K, N]
 */
export function unrollWords(
  weights: Weights,
  memory: Memory,
  ids: tf.Tensor3D,
  dropout: Dropout,
): { readonly logits: tf.Tensor2D; readonly visualMaps: readonly tf.Tensor3D[] } {
  const visualMaps: tf.Tensor3D[] = [];
  const attend = (h: tf.Tensor3D): tf.Tensor3D => {
    const { context, visualMap } = coAttend(weights, memory, h);
    visualMaps.push(visualMap);
    return context;
  };
  const logits = unrollWith(weights, attend, startState(weights, memory, ids.shape[1]), ids, dropout);
  return { logits, visualMaps };
}

/**
 * All steps of given sentences, from a first state and with a context for each step.
 * @param contextOf the context of a step by the state before it: [images, K, hidden] to the same
 * @param ids inputs, the start word first: [images, K, T], int32
 * @returns logits [images * K * T, vocabulary]
 */
export function unrollWith(
  weights: Weights,
  contextOf: (h: tf.Tensor3D) => tf.Tensor3D,
  first: LstmState,
  ids: tf.Tensor3D,
  dropout: Dropout,
): tf.Tensor2D {
  const [images, states, steps] = ids.shape;
  const rows = images * states;
  const words = dropout(tf.reshape<tf.Rank.R2>(embed(weights, ids), [rows * steps, -1]), 0.3); // [rows * T, hidden]
  const size = words.shape[1];
  const gates = tf.unstack(
    tf.reshape(wordGates(weights, words), [rows, steps, 4 * size]),
    1,
  ) as tf.Tensor2D[];
  let state = first;
  const hidden: tf.Tensor3D[] = [];
  const contexts: tf.Tensor3D[] = [];
  for (const gate of gates) {
    const context = contextOf(state.h);
    state = lstmCell(weights, gate, context, state);
    hidden.push(state.h);
    contexts.push(context);
  }
  const flat = (parts: tf.Tensor3D[]): tf.Tensor2D => tf.reshape(tf.stack(parts, 2), [rows * steps, size]); // [images, K, T, hidden]
  return scoreWords(weights, flat(hidden), flat(contexts), words, dropout);
}
