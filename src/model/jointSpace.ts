// One space for photos and sentences: two towers whose unit vectors are close where a sentence fits a photo, taught by
// contrast with the other photos of a batch (Frome et al. 2013; the loss as in Radford et al. 2021). A sentence is the
// set of its words. The captioner asks it which of its candidates fits best, and which fits this photo alone.
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../tensor/assertShape.ts';
import { lookUp } from '../tensor/lookUp.ts';
import { constant, glorot, weight, type NamedArray, type Weights } from '../tensor/weights.ts';
import { unknownId } from '../text/vocabulary.ts';
import type { CaptionerConfig } from './config.ts';
import { noDropout, type Dropout } from './dropout.ts';
import { gridChannels } from './mobileNetV2.ts';

type JointConfig = Pick<
  CaptionerConfig,
  'jointHiddenSize' | 'jointSize' | 'jointPhotos' | 'vocabularySize' | 'maxWords'
>;

export function initJointSpace(config: JointConfig, next: () => number): Map<string, NamedArray> {
  const { jointHiddenSize, jointSize, jointPhotos, vocabularySize } = config;
  return new Map([
    ['joint/photo/hidden/kernel', glorot([gridChannels, jointHiddenSize], next)],
    ['joint/photo/hidden/bias', constant([jointHiddenSize], 0)],
    ['joint/photo/output/kernel', glorot([jointHiddenSize, jointSize], next)],
    ['joint/sentence/embedding', glorot([vocabularySize, jointSize], next)],
    ['joint/sentence/kernel', glorot([jointSize, jointSize], next)],
    ['joint/sentence/bias', constant([jointSize], 0)],
    ['joint/logScale', constant([1], Math.log(10))],
    ['joint/photos', constant([jointPhotos, jointSize], 0)],
  ]);
}

/** Rows of length 1. */
const unit = (x: tf.Tensor2D): tf.Tensor2D => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), 1e-8)));

/**
 * Places photos.
 * @param pooled mean of the patches: [n, 1280]
 * @returns unit vectors: [n, jointSize]
 */
export function placePhotos(
  weights: Weights,
  pooled: tf.Tensor2D,
  dropout: Dropout = noDropout,
): tf.Tensor2D {
  assertShape(pooled, [undefined, gridChannels], 'pooled');
  return tf.tidy(() => {
    const hidden = tf.relu(
      tf.add(
        tf.matMul(dropout(pooled, 0.3), weight(weights, 'joint/photo/hidden/kernel')),
        weight(weights, 'joint/photo/hidden/bias'),
      ),
    ); // [n, jointHiddenSize]
    return unit(tf.matMul(dropout(hidden as tf.Tensor2D, 0.3), weight(weights, 'joint/photo/output/kernel')));
  });
}

/** Sentences as sets of words, ready for the backend. */
export interface WordSets {
  /** Each word of a sentence once, then padding: [n, longest], int32. */
  readonly ids: tf.Tensor2D;
  /** 1 for words, 0 for padding: [n, longest, 1]. */
  readonly mask: tf.Tensor3D;
}

/** @param longest most words of a sentence that count */
export function toWordSets(sentences: readonly (readonly number[])[], longest: number): WordSets {
  const ids = new Int32Array(sentences.length * longest);
  const mask = new Float32Array(sentences.length * longest);
  for (const [row, sentence] of sentences.entries()) {
    const words = [...new Set(sentence.filter((id) => id > unknownId))].slice(0, longest);
    ids.set(words, row * longest);
    mask.fill(1, row * longest, row * longest + words.length);
  }
  return {
    ids: tf.tensor2d(ids, [sentences.length, longest], 'int32'),
    mask: tf.tensor3d(mask, [sentences.length, longest, 1]),
  };
}

/**
 * Places sentences.
 * @returns unit vectors: [n, jointSize]
 */
export function placeSentences(
  weights: Weights,
  { ids, mask }: WordSets,
  dropout: Dropout = noDropout,
): tf.Tensor2D {
  return tf.tidy(() => {
    const words = lookUp(weight(weights, 'joint/sentence/embedding'), ids); // [n, longest, jointSize]
    const kept = dropout(mask, 0.2);
    const count = tf.add(tf.sum(kept, 1), 1e-3); // [n, 1]
    const sum: tf.Tensor2D = tf.div(tf.sum(tf.mul(words, kept), 1), tf.sqrt(count)); // [n, jointSize]
    const mixed = tf.matMul(dropout(sum, 0.3), weight(weights, 'joint/sentence/kernel'));
    const hidden = tf.relu(tf.add(mixed, weight(weights, 'joint/sentence/bias')));
    return unit(tf.add(sum, hidden));
  });
}

/** How well a sentence fits a photo. */
export interface Fit {
  /** Cosine of photo and sentence, -1..1. */
  readonly match: number;
  /**
   * Log odds, in natural logarithms, that the sentence means this photo and not one of the model's reference photos
   * (the inverted softmax of Smith et al. 2017): low for what could be said of any photo.
   */
  readonly specificity: number;
}

/**
 * @param photos from placePhotos: [n, jointSize]
 * @param sentences word ids of the candidates of each photo
 */
export async function fitSentences(
  weights: Weights,
  photos: tf.Tensor2D,
  sentences: readonly (readonly (readonly number[])[])[],
  longest: number,
): Promise<readonly (readonly Fit[])[]> {
  const owners = sentences.flatMap((own, photo) => own.map(() => photo));
  const { match, specificity } = tf.tidy(() => {
    const placed = placeSentences(weights, toWordSets(sentences.flat(), longest)); // [m, jointSize]
    const own = tf.gather(photos, tf.tensor1d(owners, 'int32')); // [m, jointSize]
    const scale = tf.exp(weight<tf.Tensor1D>(weights, 'joint/logScale'));
    const cosines = tf.sum(tf.mul(placed, own), 1); // [m]
    const others = tf.matMul(placed, weight(weights, 'joint/photos'), false, true); // [m, jointPhotos]
    const elsewhere = tf.logSumExp(tf.mul(others, scale), 1);
    return { match: cosines, specificity: tf.sub(tf.mul(cosines, scale), elsewhere) };
  });
  const [matches, specificities] = await Promise.all([
    match.data<'float32'>(),
    specificity.data<'float32'>(),
  ]);
  tf.dispose([match, specificity]);
  let row = 0;
  return sentences.map((own) =>
    own.map(() => {
      const fit = { match: matches[row] ?? 0, specificity: specificities[row] ?? 0 };
      row++;
      return fit;
    }),
  );
}
