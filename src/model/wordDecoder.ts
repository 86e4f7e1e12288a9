// What a search for sentences asks of a decoder: its first state, and the scores of the next words.
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../tensor/weights.ts';
import type { Memory } from './coAttention.ts';
import { startState, stepWord, type LstmState, type WordStep } from './wordLstm.ts';

export interface WordDecoder {
  readonly images: number;
  /** Patches of an image that a step looks at; 0 for a decoder that looks once a sentence. */
  readonly patches: number;
  readonly vocabularySize: number;
  /** The first state of `states` sentences an image. */
  start(states: number): LstmState;
  /** @param ids the last word of each sentence, image by image: images * K */
  step(state: LstmState, ids: readonly number[]): WordStep;
}

/** The equations as they stand, for weights that are still being trained. Use its functions within tf.tidy. */
export function plainDecoder(weights: Weights, memory: Memory): WordDecoder {
  const [images, patches] = memory.visual.shape;
  return {
    images,
    patches,
    vocabularySize: (weights['words/embedding'] as tf.Tensor2D).shape[0],
    start: (states) => startState(weights, memory, states),
    step: (state, ids) =>
      stepWord(weights, memory, state, tf.tensor2d([...ids], [images, state.h.shape[1]], 'int32')),
  };
}
