// The word LSTM's step made ready for inference: the same numbers as stepWord (but for rounding) from a third of the
// products. What does not change from step to step is multiplied out beforehand:
// - of the weights: the words' part of the gates and of the output, one row a word; the three kernels that read the
//   state before, as one; W_fc with what reads the context;
// - of an image: what each of its features would add to gates and output if a state looked at nothing else, so that a
//   step needs its attention maps alone.
import * as tf from '@tensorflow/tfjs-core';
import { weight, type Weights } from '../tensor/weights.ts';
import { lookAround, type Memory } from './coAttention.ts';
import type { WordDecoder } from './wordDecoder.ts';
import { startState, turnGates, type LstmState, type WordStep } from './wordLstm.ts';

/** Gates (4 * hidden) and the output layer (hidden) side by side are `5 * hidden` wide. */
export interface PreparedWords {
  readonly weights: Weights;
  /** What a word adds to gates and output, biases in: [vocabulary][5 * hidden], kept outside the backend. */
  readonly wordRows: readonly Float32Array[];
  /** W_vh, W_ah and the state's part of the gates: [hidden, 2 * attention + 4 * hidden] */
  readonly stateKernel: tf.Tensor2D;
  /** W_fc and what reads the context, for visual and for semantic features: [hidden, 5 * hidden] each */
  readonly visualKernel: tf.Tensor2D;
  readonly semanticKernel: tf.Tensor2D;
  /** The new state's part of the output: [hidden, hidden] */
  readonly outputKernel: tf.Tensor2D;
  /** The embedding transposed: WebAssembly multiplies by it ten times faster than by the embedding. */
  readonly vocabularyKernel: tf.Tensor2D;
}

/** Does not follow weights that are being trained; `disposePrepared` frees it, and leaves the weights. */
export async function prepareWords(weights: Weights): Promise<PreparedWords> {
  const embedding = weight(weights, 'words/embedding');
  const [vocabularySize, hidden] = embedding.shape;
  const { wordTable, ...kernels } = tf.tidy(() => {
    const [contextGates, stateGates] = tf.split(weight(weights, 'words/lstm/stateKernel'), 2);
    const [stateOutput, contextOutput, wordOutput] = tf.split(weight(weights, 'words/output/kernel'), 3);
    const contextKernel = tf.concat([contextGates as tf.Tensor2D, contextOutput as tf.Tensor2D], 1); // [hidden, 5 * hidden]
    const wordKernel = tf.concat([weight(weights, 'words/lstm/wordKernel'), wordOutput as tf.Tensor2D], 1);
    const queries = [weight(weights, 'attention/W_vh'), weight(weights, 'attention/W_ah')];
    const [visualKernel, semanticKernel] = tf.split(
      tf.matMul(weight(weights, 'attention/W_fc'), contextKernel),
      2,
    ) as [tf.Tensor2D, tf.Tensor2D];
    const biases = tf.concat1d([
      weight<tf.Tensor1D>(weights, 'words/lstm/bias'),
      weight<tf.Tensor1D>(weights, 'words/output/bias'),
    ]);
    const contextBias = tf.reshape<tf.Rank.R2>(weight(weights, 'attention/b_fc'), [1, hidden]);
    const always = tf.add(biases, tf.matMul(contextBias, contextKernel)); // [1, 5 * hidden]
    return {
      wordTable: tf.add<tf.Tensor2D>(tf.matMul(embedding, wordKernel), always), // [vocabulary, 5 * hidden]
      stateKernel: tf.concat([...queries, stateGates as tf.Tensor2D], 1),
      visualKernel,
      semanticKernel,
      outputKernel: tf.clone(stateOutput as tf.Tensor2D),
      vocabularyKernel: tf.transpose<tf.Tensor2D>(embedding),
    };
  });
  const all = await wordTable.data<'float32'>();
  wordTable.dispose();
  const wordRows = Array.from({ length: vocabularySize }, (_, id) =>
    all.subarray(id * 5 * hidden, (id + 1) * 5 * hidden),
  );
  return { weights, wordRows, ...kernels };
}

export function disposePrepared(prepared: PreparedWords): void {
  const { stateKernel, visualKernel, semanticKernel, outputKernel, vocabularyKernel } = prepared;
  tf.dispose([stateKernel, visualKernel, semanticKernel, outputKernel, vocabularyKernel]);
}

/** Image by image, since WebAssembly multiplies batches of matrices many times slower than single ones. */
const parts = (x: tf.Tensor3D): tf.Tensor2D[] => tf.unstack(x) as tf.Tensor2D[];

/** What each feature of each image would add to gates and output: one [N + M, 5 * hidden] an image. */
function featureRows({ visualKernel, semanticKernel }: PreparedWords, memory: Memory): tf.Tensor2D[] {
  const semantic = parts(memory.semantic);
  return parts(memory.visual).map((visual, i) =>
    tf.concat([tf.matMul(visual, visualKernel), tf.matMul(semantic[i] as tf.Tensor2D, semanticKernel)]),
  );
}

function stepPrepared(
  prepared: PreparedWords,
  memory: Memory,
  features: readonly tf.Tensor2D[],
  state: LstmState,
  ids: readonly number[],
): WordStep {
  const { weights, wordRows, stateKernel, outputKernel, vocabularyKernel } = prepared;
  const [images, states, hidden] = state.h.shape;
  const attention = memory.visualKeys.shape[2];
  const rows = images * states;
  const words = new Float32Array(rows * 5 * hidden);
  for (const [row, id] of ids.entries()) words.set(wordRows[id] ?? [], row * 5 * hidden);
  const fromState = tf.matMul(tf.reshape<tf.Rank.R2>(state.h, [rows, hidden]), stateKernel);
  const [visualQuery, semanticQuery, stateGates] = tf.split(
    fromState,
    [attention, attention, 4 * hidden],
    1,
  ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const asQuery = (x: tf.Tensor2D): tf.Tensor3D => tf.reshape(x, [images, states, attention]);
  const { visualKeys, visualBias, semanticKeys, semanticBias } = memory;
  const visualScore = weight(weights, 'attention/W_vatt');
  const semanticScore = weight(weights, 'attention/W_aatt');
  const visualMap = lookAround(asQuery(visualQuery), visualKeys, visualScore, visualBias);
  const semanticMap = lookAround(asQuery(semanticQuery), semanticKeys, semanticScore, semanticBias);
  const maps = parts(tf.concat([visualMap, semanticMap], 2)); // [K, N + M] each
  const seen = tf.concat(maps.map((map, i) => tf.matMul(map, features[i] as tf.Tensor2D))); // [rows, 5 * hidden]
  const known = tf.add<tf.Tensor2D>(seen, tf.tensor2d(words, [rows, 5 * hidden]));
  const [gates, output] = tf.split(known, [4 * hidden, hidden], 1) as [tf.Tensor2D, tf.Tensor2D];
  const next = turnGates(tf.add(gates, stateGates), state);
  const fromNext = tf.matMul(tf.reshape<tf.Rank.R2>(next.h, [rows, hidden]), outputKernel);
  const scores = tf.matMul(tf.tanh<tf.Tensor2D>(tf.add(output, fromNext)), vocabularyKernel);
  return {
    state: next,
    logits: tf.add(scores, weight(weights, 'words/output/vocabularyBias')),
    visualMap,
  };
}

/** A decoder for these images. Use `start` and `step` within tf.tidy; `dispose` frees what it made of the memory. */
export function preparedDecoder(
  prepared: PreparedWords,
  memory: Memory,
): WordDecoder & { readonly dispose: () => void } {
  const features = tf.tidy(() => featureRows(prepared, memory));
  const [images, patches] = memory.visual.shape;
  return {
    images,
    patches,
    vocabularySize: prepared.wordRows.length,
    start: (states) => startState(prepared.weights, memory, states),
    step: (state, ids) => stepPrepared(prepared, memory, features, state, ids),
    dispose: () => {
      tf.dispose(features);
    },
  };
}
