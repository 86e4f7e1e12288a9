// Tags of a study: the multi-layer perceptron over the pooled features of both views, and the memory that a decoder
// looks at: patches of both views, and the embeddings of the tags that are asserted.
import * as tf from '@tensorflow/tfjs-core';
import { lookUp } from '../../tensor/lookUp.ts';
import { constant, glorot, weight, type NamedArray, type Weights } from '../../tensor/weights.ts';
import { rememberFeatures, type Memory } from '../coAttention.ts';
import { noDropout, type Dropout } from '../dropout.ts';
import { gridChannels } from '../mobileNetV2.ts';
import type { ReporterConfig } from './config.ts';
import { absenceBias, patchesPresent, visualFeatures, type StudyGrids } from './studyFeatures.ts';

type TagSizes = Pick<ReporterConfig, 'tagHiddenSize' | 'tagCount' | 'hiddenSize'>;

/** Fresh weights; the tags' bias starts at the log odds of their frequency, so that training starts calibrated. */
export function initStudyTags(
  { tagHiddenSize, tagCount, hiddenSize }: TagSizes,
  frequencies: readonly number[],
  next: () => number,
): Map<string, NamedArray> {
  const logOdds = Float32Array.from(frequencies, (p) => Math.log(p / (1 - p)));
  return new Map([
    ['tags/hidden/kernel', glorot([2 * gridChannels, tagHiddenSize], next)],
    ['tags/hidden/bias', constant([tagHiddenSize], 0)],
    ['tags/output/kernel', glorot([tagHiddenSize, tagCount], next)],
    ['tags/output/bias', { shape: [tagCount], data: logOdds }],
    // The last row stands for the study itself, so that there is something to look at where no tag is asserted.
    ['tags/embedding', glorot([tagCount + 1, hiddenSize], next)],
  ]);
}

/**
 * Tag logits.
 * @param pooled what `poolViews` gives: [n, 2 * 1280]
 * @returns [n, tagCount]
 */
export function studyTagLogits(
  weights: Weights,
  pooled: tf.Tensor2D,
  dropout: Dropout = noDropout,
): tf.Tensor2D {
  return tf.tidy(() => {
    const seen = tf.matMul(dropout(pooled, 0.2), weight(weights, 'tags/hidden/kernel'));
    const hidden = tf.relu<tf.Tensor2D>(tf.add(seen, weight(weights, 'tags/hidden/bias'))); // [n, tagHiddenSize]
    const output = tf.matMul(dropout(hidden, 0.5), weight(weights, 'tags/output/kernel'));
    return tf.add(output, weight(weights, 'tags/output/bias')); // [n, tagCount]
  });
}

/** Asserted tags of n studies, each at most `count`, filled up with the row of the study itself. */
export interface Assertions {
  /** Rows of the tags' embedding: [n, 1 + count], int32 */
  readonly ids: tf.Tensor2D;
  /** 1 for what is asserted and for the first, which is the study itself; 0 for what fills up: [n, 1 + count] */
  readonly present: tf.Tensor2D;
}

/** @param tags indices of the asserted tags of each study, the most probable first */
export function toAssertions(
  tags: readonly (readonly number[])[],
  { tagCount, semanticCount }: Pick<ReporterConfig, 'tagCount' | 'semanticCount'>,
): Assertions {
  const width = 1 + semanticCount;
  const ids = new Int32Array(tags.length * width).fill(tagCount);
  const present = new Float32Array(tags.length * width);
  for (const [n, own] of tags.entries()) {
    const kept = own.slice(0, semanticCount);
    ids.set(kept, n * width + 1);
    present.fill(1, n * width, n * width + 1 + kept.length);
  }
  return {
    ids: tf.tensor2d(ids, [tags.length, width], 'int32'),
    present: tf.tensor2d(present, [tags.length, width]),
  };
}

/** What the decoder looks at: 98 patches and 1 + semanticCount tags a study. */
export function rememberStudies(
  weights: Weights,
  grids: StudyGrids,
  { ids, present }: Assertions,
  dropout: Dropout = noDropout,
): Memory {
  const semantic = lookUp(weight(weights, 'tags/embedding'), ids) as tf.Tensor3D;
  return {
    ...rememberFeatures(weights, visualFeatures(weights, grids), semantic, dropout),
    visualBias: absenceBias(patchesPresent(grids.present)),
    semanticBias: absenceBias(present),
  };
}
