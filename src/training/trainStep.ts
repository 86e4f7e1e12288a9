// One step of training: the loss of a batch, its gradient, and Adam.
import * as tf from '@tensorflow/tfjs-core';
import { prepareMemory } from '../model/coAttention.ts';
import type { Dropout } from '../model/dropout.ts';
import { semanticFeatures, tagLogits } from '../model/tagClassifier.ts';
import { unrollWords } from '../model/wordLstm.ts';
import type { Weights } from '../tensor/weights.ts';
import { stepAdam, type Adam, type AdamOptions } from './adam.ts';
import type { CaptionBatch } from './captionBatch.ts';
import { cut, join, named, type FlatLayout } from './flatWeights.ts';
import { attentionPenalty, tagLoss, wordLoss } from './losses.ts';
import type { Stage } from './trainingConfig.ts';

export interface StepInput {
  /** The feature grids, from the weights where the encoder is trained: [images, 49, 1280]. */
  readonly grid: (weights: Weights) => tf.Tensor3D;
  readonly batch: CaptionBatch;
  /** Weight of each target word in the loss, padding 0: [images * K * T]. */
  readonly wordWeights: tf.Tensor1D;
  /** Label smoothing of each target word: [images * K * T]. */
  readonly smoothing: tf.Tensor1D;
  /** Share of the captions that name each tag: [images, tags]. */
  readonly tagShares: tf.Tensor2D;
  readonly semanticCount: number;
  readonly dropout: Dropout;
}

export interface StepLosses {
  readonly words: tf.Scalar;
  readonly tags: tf.Scalar;
}

/** Weighted sum of the losses; `report` receives the parts. */
function totalLoss(
  weights: Weights,
  input: StepInput,
  stage: Stage,
  report: (losses: StepLosses) => void,
): tf.Scalar {
  const grid = input.grid(weights);
  const tags = tagLogits(weights, grid, input.dropout);
  // No gradient through the choice of the tags, only through their embeddings.
  const semantic = semanticFeatures(weights, tags, input.semanticCount);
  const memory = prepareMemory(weights, grid, semantic, input.dropout);
  const { logits, visualMaps } = unrollWords(weights, memory, input.batch.inputs, input.dropout);
  const words = wordLoss(logits, input.batch.targets, input.wordWeights, input.smoothing);
  const tagged = tagLoss(tags, input.tagShares);
  report({ words, tags: tagged });
  const penalty = attentionPenalty(visualMaps, input.batch.mask);
  return tf.addN([words, tf.mul(tagged, stage.tagWeight), tf.mul(penalty, stage.attentionWeight)]);
}

/** Gradient and update; the losses come back as kept scalars, to be disposed by the caller. */
export function trainStep(
  adam: Adam,
  layout: FlatLayout,
  frozen: Weights,
  input: StepInput,
  stage: Stage,
  options: AdamOptions,
): { readonly adam: Adam; readonly losses: StepLosses } {
  let losses: StepLosses | undefined;
  const gradient = tf.tidy(() => {
    const views = cut(layout, adam.value);
    const lossOf = (...tensors: tf.Tensor[]): tf.Scalar =>
      totalLoss({ ...frozen, ...named(layout, tensors) }, input, stage, ({ words, tags }) => {
        losses = { words: tf.keep(tf.clone(words)), tags: tf.keep(tf.clone(tags)) };
      });
    const { grads } = tf.valueAndGrads(lossOf)(views);
    return join(grads);
  });
  const next = stepAdam(adam, gradient, options);
  gradient.dispose();
  return { adam: next, losses: losses as StepLosses };
}
