// Captions of some photos as the tensors that a training step needs.
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';
import { shuffle } from '../random.ts';
import { endId, padId, startId } from '../text/vocabulary.ts';

/** K sentences for each of some photos: word ids without start and end. */
export type Sentences = readonly (readonly (readonly number[])[])[];

export interface CaptionBatch {
  /** What the decoder reads, the start word first: [images, K, T], int32. */
  readonly inputs: tf.Tensor3D;
  /** What it should say, the end last: [images * K * T], int32. */
  readonly targets: tf.Tensor1D;
  /** 1 for words and the end, 0 for padding: [images, K, T]. */
  readonly mask: tf.Tensor3D;
  /** Number of ones in the mask. */
  readonly wordCount: number;
}

/** Draws `count` captions of a photo, all different while they last. */
export function drawCaptions(
  captions: readonly (readonly number[])[],
  count: number,
  random: Random,
): (readonly number[])[] {
  const order = shuffle([...captions], random);
  return Array.from({ length: count }, (_, i) => order[i % order.length] ?? []);
}

/**
 * Every photo has the same number of sentences. T is `maxWords` and one more, for the end: the same for every batch,
 * so that a graphics card's buffers fit again at each step.
 */
export function toCaptionBatch(sentences: Sentences, maxWords: number): CaptionBatch {
  const images = sentences.length;
  const states = sentences[0]?.length ?? 0;
  const steps = maxWords + 1;
  const inputs = new Int32Array(images * states * steps).fill(padId);
  const targets = new Int32Array(images * states * steps).fill(padId);
  const mask = new Float32Array(images * states * steps);
  let wordCount = 0;
  for (const [i, group] of sentences.entries()) {
    for (const [k, words] of group.entries()) {
      const from = (i * states + k) * steps;
      inputs.set([startId, ...words], from);
      targets.set([...words, endId], from);
      mask.fill(1, from, from + words.length + 1);
      wordCount += words.length + 1;
    }
  }
  const shape: [number, number, number] = [images, states, steps];
  return {
    inputs: tf.tensor3d(inputs, shape, 'int32'),
    targets: tf.tensor1d(targets, 'int32'),
    mask: tf.tensor3d(mask, shape),
    wordCount,
  };
}
