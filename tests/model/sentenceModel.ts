// A decoder of a few units over random features, for tests of the search through its sentences.
import * as tf from '@tensorflow/tfjs-core';
import { initCoAttention, prepareMemory, type Memory } from '../../src/model/coAttention.ts';
import { initWordLstm, startState, stepWord } from '../../src/model/wordLstm.ts';
import { createRandom } from '../../src/random.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { startId } from '../../src/text/vocabulary.ts';

export interface SentenceModel {
  readonly weights: Weights;
  readonly memory: Memory;
  readonly vocabularySize: number;
}

/** `spread` multiplies the weights: larger ones make more decided sentences. */
export function sentenceModel(
  seed: number,
  images: number,
  vocabularySize: number,
  spread: number,
): SentenceModel {
  const sizes = { visualSize: 4, hiddenSize: 5, attentionSize: 3, vocabularySize };
  const random = createRandom(seed);
  const next = (): number => random.next();
  const arrays = new Map([...initCoAttention(sizes, next), ...initWordLstm(sizes, next)]);
  for (const { data } of arrays.values()) for (const [i, value] of data.entries()) data[i] = value * spread;
  const weights = toTensors(arrays);
  const memory = tf.tidy(() => {
    const uniform = (...shape: [number, number, number]): tf.Tensor3D =>
      tf.tensor3d(Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, next), shape);
    return prepareMemory(weights, uniform(images, 4, sizes.visualSize), uniform(images, 2, sizes.hiddenSize));
  });
  return { weights, memory, vocabularySize };
}

/** The features of one image alone. */
export const memoryOf = (memory: Memory, image: number): Memory => {
  const one = (x: tf.Tensor3D): tf.Tensor3D => tf.slice(x, [image, 0, 0], [1, -1, -1]);
  return {
    visual: one(memory.visual),
    visualKeys: one(memory.visualKeys),
    semantic: one(memory.semantic),
    semanticKeys: one(memory.semanticKeys),
  };
};

/** Log probabilities of every word after each of these beginnings of a sentence, for one image. */
export function nextWords({ weights, memory }: SentenceModel, words: readonly number[]): number[] {
  return tf.tidy(() => {
    let state = startState(weights, memory, 1);
    let logits: tf.Tensor2D | undefined;
    for (const id of [startId, ...words]) {
      const step = stepWord(weights, memory, state, tf.tensor2d([[id]], undefined, 'int32'));
      state = step.state;
      logits = step.logits;
    }
    return [...tf.logSoftmax(logits as tf.Tensor2D).dataSync()];
  });
}
