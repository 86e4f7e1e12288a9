// One epoch of a stage: every photo once, in an order and with chances that depend on seed, stage and epoch alone, so
// that an epoch begun again after a kill is the same to the last bit.
import * as tf from '@tensorflow/tfjs-core';
import type { Dropout } from '../model/dropout.ts';
import { shuffle, type Random } from '../random.ts';
import { assertNoGpuErrors } from '../tensor/webgpu/gpuErrors.ts';
import type { Weights } from '../tensor/weights.ts';
import type { Adam } from './adam.ts';
import {
  crossEntropyLesson,
  disposeLesson,
  selfCriticalLesson,
  toLessonTensors,
  type Lesson,
  type SelfCriticalTask,
} from './lessons.ts';
import { rateShare } from './schedule.ts';
import { withModel, type StageWeights } from './stageWeights.ts';
import type { Stage, TrainingConfig } from './trainingConfig.ts';
import type { TrainingPhotos } from './trainingData.ts';
import type { StepEvent } from './trainingEvent.ts';
import { trainStep, type StepLosses } from './trainStep.ts';
import type { VisualSource } from './visualSource.ts';

/** What stays the same for all epochs of a stage. */
export interface Course {
  readonly stage: Stage;
  readonly model: TrainingConfig['model'];
  readonly photos: TrainingPhotos;
  readonly source: VisualSource;
  readonly weights: StageWeights;
  readonly scorer: SelfCriticalTask['scorer'];
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** What a stage has learned so far; replaced at each step. */
export interface Learner {
  adam: Adam;
}

/** Batches of one size keep a graphics card's buffers: the photos left over come in another epoch. */
export const stepsPerEpoch = (photos: number, batchImages: number): number =>
  Math.max(1, Math.floor(photos / batchImages));

/** A number that differs for each seed, stage and epoch. */
export const epochSeed = (seed: number, stage: number, epoch: number): number =>
  (seed * 1_000_003 + stage * 10_007 + epoch * 101) >>> 0;

/** Trains for an epoch (from 0); `random` and what `dropout` draws from are the epoch's own. */
export async function* runEpoch(
  course: Course,
  learner: Learner,
  epoch: number,
  random: Random,
  dropout: Dropout,
): AsyncGenerator<StepEvent, void> {
  const { stage, photos, nowMs } = course;
  const steps = stepsPerEpoch(photos.count, stage.batchImages);
  const all = Array.from({ length: photos.count }, (_, i) => i);
  const order = shuffle(all, random);
  const startMs = nowMs();
  for (let step = 0; step < steps; step++) {
    course.signal.throwIfAborted();
    const indices = order.slice(step * stage.batchImages, (step + 1) * stage.batchImages);
    const share = rateShare(
      learner.adam.steps,
      stage.epochs * steps,
      stage.warmUpSteps,
      stage.finalRateShare,
    );
    const rate = stage.rate * share;
    const loss = await teachPhotos(course, learner, indices, rate, random, dropout);
    const secondsEach = (nowMs() - startMs) / 1000 / (step + 1);
    yield {
      kind: 'step',
      stage: stage.name,
      epoch: epoch + 1,
      epochs: stage.epochs,
      step: step + 1,
      steps,
      loss,
      rate,
      imagesPerSecond: stage.batchImages / secondsEach,
      secondsLeft: secondsEach * (steps * (stage.epochs - epoch) - step - 1),
    };
  }
}

/** One step with the photos at `indices`. */
async function teachPhotos(
  course: Course,
  learner: Learner,
  indices: readonly number[],
  rate: number,
  random: Random,
  dropout: Dropout,
): Promise<StepEvent['loss']> {
  const visual = await course.source.prepare(indices, random, course.weights.frozen);
  const { lesson, seen } = await prepareLesson(course, learner.adam, indices, visual.grid, random);
  const tensors = toLessonTensors(lesson, course.model.maxWords);
  const tagShares = course.photos.tagShares(indices);
  const grid = seen ? (): tf.Tensor3D => seen : visual.grid;
  const { layout, frozen, shares } = course.weights;
  const { clipNorm, averageDecay } = course.stage;
  const input = { grid, ...tensors, tagShares, semanticCount: course.model.semanticCount, dropout };
  const options = { shares, rate, clipNorm, averageDecay };
  const { adam, losses } = trainStep(learner.adam, layout, frozen, input, course.stage, options);
  learner.adam = adam;
  const [words, tags] = await readLosses(losses);
  tf.dispose([tagShares, ...(seen ? [seen] : [])]);
  disposeLesson(tensors);
  visual.dispose();
  return { words, tags, ...(lesson.reward !== undefined && { reward: lesson.reward }) };
}

interface PreparedLesson {
  readonly lesson: Lesson;
  /** The grids, where the lesson had to look at the photos and they will be the same in the step itself. */
  readonly seen: tf.Tensor3D | undefined;
}

async function prepareLesson(
  course: Course,
  adam: Adam,
  indices: readonly number[],
  grid: (weights: Weights) => tf.Tensor3D,
  random: Random,
): Promise<PreparedLesson> {
  const { stage, model, scorer } = course;
  const captions = indices.map((index) => course.photos.ids[index] ?? []);
  if (stage.kind === 'crossEntropy') {
    return { lesson: crossEntropyLesson(stage, captions, random), seen: undefined };
  }
  return withModel(course.weights, adam.value, async (weights) => {
    const seen = tf.tidy(() => grid(weights));
    const task = { stage, model, scorer };
    const lesson = await selfCriticalLesson(task, weights, seen, indices, captions, random);
    if (stage.unfreezeFrom === undefined) return { lesson, seen };
    seen.dispose();
    return { lesson, seen: undefined };
  });
}

async function readLosses({ words, tags }: StepLosses): Promise<[words: number, tags: number]> {
  const [w, t] = await Promise.all([words.data(), tags.data()]);
  assertNoGpuErrors();
  tf.dispose([words, tags]);
  return [w[0] ?? 0, t[0] ?? 0];
}
