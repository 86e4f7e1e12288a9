// Self-critical sequence training (Rennie et al. 2017) with several samples a photo: the baseline of a sample is
// the mean reward of the photo's other samples (Luo 2020), so no greedy caption is needed.
import * as tf from '@tensorflow/tfjs-core';
import type { CiderD } from '../evaluation/cider.ts';
import type { Memory } from '../model/coAttention.ts';
import { startState, stepWord } from '../model/wordLstm.ts';
import type { Random } from '../random.ts';
import type { Weights } from '../tensor/weights.ts';
import { endId, padId, startId, unknownId } from '../text/vocabulary.ts';
import type { Sentences } from './captionBatch.ts';
import type { SelfCriticalStage } from './trainingConfig.ts';

export interface SampleOptions {
  readonly samples: number;
  readonly maxWords: number;
  readonly temperature: number;
}

/** Draws one word a row by the inverse of the cumulative distribution: [rows], int32. */
function drawWords(
  logits: tf.Tensor2D,
  banned: tf.Tensor1D,
  temperature: number,
  random: Random,
): tf.Tensor1D {
  const rows = logits.shape[0];
  const cumulative = tf.cumsum(tf.softmax(tf.div(tf.add(logits, banned), temperature)), 1); // [rows, vocabulary]
  // Above 0, which would draw the first word, the padding; below 1, which rounding may keep out of reach.
  const uniform = Float32Array.from({ length: rows }, () => Math.max(1e-7, Math.min(random.next(), 0.99999)));
  const below = tf.cast(tf.less(cumulative, tf.tensor2d(uniform, [rows, 1])), 'int32');
  return tf.minimum(tf.sum(below, 1), tf.scalar(logits.shape[1] - 1, 'int32'));
}

/** The words before the end. */
function untilEnd(ids: readonly number[]): number[] {
  const end = ids.indexOf(endId);
  return end < 0 ? [...ids] : ids.slice(0, end);
}

/** Draws sentences from the model; no word is read back before the last. */
export async function sampleSentences(
  weights: Weights,
  memory: Memory,
  options: SampleOptions,
  random: Random,
): Promise<Sentences> {
  const images = memory.visual.shape[0];
  const { samples, maxWords, temperature } = options;
  const drawn = tf.tidy(() => {
    const vocabularySize = (weights['words/embedding'] as tf.Tensor2D).shape[0];
    const bias = new Float32Array(vocabularySize);
    for (const id of [padId, startId, unknownId]) bias[id] = -1e9;
    const banned = tf.tensor1d(bias);
    let state = startState(weights, memory, samples);
    let ids: tf.Tensor2D = tf.fill([images, samples], startId, 'int32');
    const steps: tf.Tensor2D[] = [];
    for (let t = 0; t < maxWords; t++) {
      const step = tf.tidy(() => {
        const { state: next, logits } = stepWord(weights, memory, state, ids);
        const words = tf.reshape(drawWords(logits, banned, temperature, random), [images, samples]);
        return { h: next.h, c: next.c, ids: words as tf.Tensor2D };
      });
      state = step;
      ids = step.ids;
      steps.push(ids);
    }
    return tf.stack(steps, 2); // [images, samples, maxWords]
  });
  const all = await drawn.data<'int32'>();
  drawn.dispose();
  return Array.from({ length: images }, (_, i) =>
    Array.from({ length: samples }, (_unused, k) => {
      const from = (i * samples + k) * maxWords;
      return untilEnd([...all.subarray(from, from + maxWords)]);
    }),
  );
}

/**
 * CIDEr-D of each sample, less its mean against other photos of the batch: a caption that would fit any photo
 * earns little. The end counts as a word, so that sentences learn to end well.
 */
export function rewardSamples(
  sentences: Sentences,
  indices: readonly number[],
  scorer: CiderD<number>,
  stage: Pick<SelfCriticalStage, 'contrastWeight' | 'contrastImages'>,
): number[][] {
  const others = Math.min(stage.contrastImages, indices.length - 1);
  return sentences.map((group, i) =>
    group.map((words) => {
      const ended = [...words, endId];
      const own = scorer.score(ended, indices[i] as number);
      if (stage.contrastWeight === 0 || others <= 0) return own;
      let contrast = 0;
      for (let j = 1; j <= others; j++)
        contrast += scorer.score(ended, indices[(i + j) % indices.length] as number);
      return own - (stage.contrastWeight * contrast) / others;
    }),
  );
}

/** Reward less the mean of the photo's other samples. */
export function advantages(rewards: readonly (readonly number[])[]): number[][] {
  return rewards.map((group) => {
    const sum = group.reduce((a, b) => a + b, 0);
    return group.map((reward) => reward - (sum - reward) / (group.length - 1));
  });
}
