// How much a photo raises or lowers each word of the vocabulary: a multi-layer perceptron over the pooled features
// predicts the share p(w | photo) of a photo's captions that say the word, and its relevance is the pointwise mutual
// information log p(w | photo) - log p(w) (Church and Hanks 1990). The search is drawn to relevant words, so that it
// says what this photo shows and not what most photos show.
import * as tf from '@tensorflow/tfjs-core';
import { constant, glorot, weight, type NamedArray, type Weights } from '../tensor/weights.ts';
import type { CaptionerConfig } from './config.ts';
import { noDropout, type Dropout } from './dropout.ts';
import { gridChannels } from './mobileNetV2.ts';

type RelevanceConfig = Pick<CaptionerConfig, 'relevanceHiddenSize' | 'vocabularySize'>;

/** Added to shares before their logarithm, which stays finite for a word that nobody said. */
const rarest = 1e-5;
/** Added to odds: far below the other, so that such a word has no relevance anywhere. */
const unheard = 1e-9;
/** Relevance beyond these is surer than the model can be. */
const least = -2;
const most = 4;

/**
 * Fresh weights.
 * @param shares mean share of a photo's captions that say each word, 0..1: [vocabulary]
 */
export function initWordRelevance(
  { relevanceHiddenSize, vocabularySize }: RelevanceConfig,
  shares: readonly number[],
  next: () => number,
): Map<string, NamedArray> {
  const logOdds = shares.map((share) => Math.log((share + unheard) / (1 - share + unheard)));
  const logShares = shares.map((share) => Math.log(share + rarest));
  return new Map([
    ['relevance/hidden/kernel', glorot([gridChannels, relevanceHiddenSize], next)],
    ['relevance/hidden/bias', constant([relevanceHiddenSize], 0)],
    ['relevance/output/kernel', glorot([relevanceHiddenSize, vocabularySize], next)],
    ['relevance/output/bias', { shape: [vocabularySize], data: Float32Array.from(logOdds) }],
    ['relevance/logShares', { shape: [vocabularySize], data: Float32Array.from(logShares) }],
  ]);
}

/**
 * Logits of p(w | photo).
 * @param pooled mean of the patches: [n, 1280]
 * @returns [n, vocabulary]
 */
export function wordLogits(weights: Weights, pooled: tf.Tensor2D, dropout: Dropout = noDropout): tf.Tensor2D {
  return tf.tidy(() => {
    const hidden = tf.relu(
      tf.add(
        tf.matMul(dropout(pooled, 0.3), weight(weights, 'relevance/hidden/kernel')),
        weight(weights, 'relevance/hidden/bias'),
      ),
    ); // [n, relevanceHiddenSize]
    const output = tf.matMul(dropout(hidden as tf.Tensor2D, 0.5), weight(weights, 'relevance/output/kernel'));
    return tf.add(output, weight(weights, 'relevance/output/bias')); // [n, vocabulary]
  });
}

/** What a photo says of each word of the vocabulary. */
export interface WordOutlook {
  /** p(w | photo): [n, vocabulary] */
  readonly probabilities: tf.Tensor2D;
  /** log p(w | photo) - log p(w), -2..4, 0 for a word that the photo says nothing of: [n, vocabulary] */
  readonly relevance: tf.Tensor2D;
}

/** @param pooled [n, 1280] */
export function foretellWords(weights: Weights, pooled: tf.Tensor2D): WordOutlook {
  const { probabilities, relevance } = tf.tidy(() => {
    const likely = tf.sigmoid(wordLogits(weights, pooled));
    const logs = tf.log(tf.add(likely, rarest));
    const gained = tf.sub(logs, weight(weights, 'relevance/logShares'));
    return { probabilities: likely, relevance: tf.clipByValue(gained, least, most) as tf.Tensor2D };
  });
  return { probabilities, relevance };
}
