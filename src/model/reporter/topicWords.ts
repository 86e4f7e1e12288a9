// The words of a sentence from its topic: the word LSTM of the captioner, started by the topic and reading it at each
// step where the captioner reads what it looks at (Jing, Xie and Xing 2018, section 3.4, eq. 7-9, feed the topic once,
// as the first input; here it is the context of every step, and the sentence LSTM alone looks at the films).
import * as tf from '@tensorflow/tfjs-core';
import { weight, type Weights } from '../../tensor/weights.ts';
import type { Dropout } from '../dropout.ts';
import type { WordDecoder } from '../wordDecoder.ts';
import { startFrom, stepWithContext, unrollWith } from '../wordLstm.ts';

/** What the first state is made of: topic and context, [rows, 2 * hidden]. */
const beginning = (topics: tf.Tensor2D, contexts: tf.Tensor2D): tf.Tensor2D =>
  tf.concat([topics, contexts], 1);

/**
 * Word scores of given sentences.
 * @param topics [rows, hidden]
 * @param contexts [rows, hidden]
 * @param ids inputs, the start word first: [rows, 1, T], int32
 * @returns [rows * T, vocabulary]
 */
export function unrollTopics(
  weights: Weights,
  topics: tf.Tensor2D,
  contexts: tf.Tensor2D,
  ids: tf.Tensor3D,
  dropout: Dropout,
): tf.Tensor2D {
  const context = tf.expandDims<tf.Tensor3D>(topics, 1); // [rows, 1, hidden]
  const first = startFrom(weights, beginning(topics, contexts), 1);
  return unrollWith(weights, () => context, first, ids, dropout);
}

/** A decoder in which each topic is an image. Use `start` and `step` within tf.tidy. */
export function topicDecoder(weights: Weights, topics: tf.Tensor2D, contexts: tf.Tensor2D): WordDecoder {
  const [images, size] = topics.shape;
  return {
    images,
    patches: 0,
    vocabularySize: weight(weights, 'words/embedding').shape[0],
    start: (states) => startFrom(weights, beginning(topics, contexts), states),
    step: (state, ids) => {
      const states = state.h.shape[1];
      const context: tf.Tensor3D = tf.tile(tf.reshape(topics, [images, 1, size]), [1, states, 1]);
      const last = tf.tensor2d([...ids], [images, states], 'int32');
      return { ...stepWithContext(weights, context, state, last), visualMap: undefined };
    },
  };
}
