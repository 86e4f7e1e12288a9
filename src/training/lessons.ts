// What a step teaches: sentences for each photo, and how much each of them counts.
import * as tf from '@tensorflow/tfjs-core';
import type { CiderD } from '../evaluation/cider.ts';
import { perceive } from '../model/candidates.ts';
import type { Random } from '../random.ts';
import type { Weights } from '../tensor/weights.ts';
import { drawCaptions, toCaptionBatch, type CaptionBatch, type Sentences } from './captionBatch.ts';
import { advantages, rewardSamples, sampleSentences } from './selfCritical.ts';
import type { SelfCriticalStage, Stage, TrainingConfig } from './trainingConfig.ts';

export interface Lesson {
  readonly sentences: Sentences;
  /** Weight of each sentence's words: [image][sentence]. */
  readonly weights: readonly (readonly number[])[];
  /** Label smoothing of each sentence: [image][sentence]. */
  readonly smoothing: readonly (readonly number[])[];
  /** Mean reward of the drawn sentences. */
  readonly reward: number | undefined;
}

const forEach = (sentences: Sentences, value: number): number[][] =>
  sentences.map((group) => group.map(() => value));

/**
 * Plain teaching: some of each photo's own captions.
 * @param captions word ids of all captions of each photo
 */
export function crossEntropyLesson(
  stage: Pick<Stage, 'captionsPerImage' | 'labelSmoothing'>,
  captions: Sentences,
  random: Random,
): Lesson {
  const sentences = captions.map((own) => drawCaptions(own, stage.captionsPerImage, random));
  return {
    sentences,
    weights: forEach(sentences, 1),
    smoothing: forEach(sentences, stage.labelSmoothing),
    reward: undefined,
  };
}

export interface SelfCriticalTask {
  readonly stage: SelfCriticalStage;
  readonly model: Pick<TrainingConfig['model'], 'semanticCount' | 'maxWords'>;
  /** Scores sentences against the photos of the whole training split. */
  readonly scorer: CiderD<number>;
}

/**
 * Sentences drawn from the model, weighted by what they earn above the photo's others, and the photo's own captions
 * beside them.
 * @param grid feature grids of the photos
 * @param indices the photos' places in the training split
 * @param captions word ids of all captions of each photo
 */
export async function selfCriticalLesson(
  { stage, model, scorer }: SelfCriticalTask,
  weights: Weights,
  grid: tf.Tensor3D,
  indices: readonly number[],
  captions: Sentences,
  random: Random,
): Promise<Lesson> {
  const memory = tf.tidy(() => perceive(weights, model, grid).memory);
  const drawn = await sampleSentences(weights, memory, { ...stage, maxWords: model.maxWords }, random);
  tf.dispose({ ...memory });
  const rewards = rewardSamples(drawn, indices, scorer, stage);
  const gains = advantages(rewards);
  const asWell = stage.crossEntropyWeight > 0 ? stage.captionsPerImage : 0;
  const sentences = drawn.map((group, i) => [
    ...group,
    ...(asWell > 0 ? drawCaptions(captions[i] ?? [], asWell, random) : []),
  ]);
  const earned = rewards.flat();
  return {
    sentences,
    weights: sentences.map((group, i) => group.map((_, k) => gains[i]?.[k] ?? stage.crossEntropyWeight)),
    smoothing: sentences.map((group) => group.map((_, k) => (k < stage.samples ? 0 : stage.labelSmoothing))),
    reward: earned.reduce((a, b) => a + b, 0) / earned.length,
  };
}

/** A lesson on the backend. */
export interface LessonTensors {
  readonly batch: CaptionBatch;
  /** Weight of each target word in the loss, padding 0: [images * K * T]. */
  readonly wordWeights: tf.Tensor1D;
  /** Label smoothing of each target word: [images * K * T]. */
  readonly smoothing: tf.Tensor1D;
}

/** Values of sentences given to each of their words, 0 to padding: [images * K * T]. */
function spread(values: readonly (readonly number[])[], mask: tf.Tensor3D, divisor: number): tf.Tensor1D {
  return tf.tidy(() => {
    const each = tf.tensor3d(
      values.flat().map((value) => value / divisor),
      [mask.shape[0], mask.shape[1], 1],
    );
    return tf.reshape(tf.mul(mask, each), [-1]);
  });
}

export function toLessonTensors(lesson: Lesson, maxWords: number): LessonTensors {
  const batch = toCaptionBatch(lesson.sentences, maxWords);
  return {
    batch,
    wordWeights: spread(lesson.weights, batch.mask, batch.wordCount),
    smoothing: spread(lesson.smoothing, batch.mask, 1),
  };
}

export function disposeLesson({ batch, wordWeights, smoothing }: LessonTensors): void {
  tf.dispose([batch.inputs, batch.targets, batch.mask, wordWeights, smoothing]);
}
