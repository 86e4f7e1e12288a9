// One stage of a reporter's training from its first epoch, or from where a checkpoint left it, to its best weights.
// All chance in an epoch depends only on seed, stage and epoch, so that an epoch begun again after a kill is the same.
import * as tf from '@tensorflow/tfjs-core';
import { createDropout, noDropout, type Dropout } from '../../model/dropout.ts';
import { createRandom, type Random } from '../../random.ts';
import type { NamedArray } from '../../tensor/safetensors.ts';
import { toTensors, type Weights } from '../../tensor/weights.ts';
import { disposeAdam, readAdam, resumeAdam, startAdam, stepAdam, type Adam } from '../adam.ts';
import type { Checkpoint, Progress } from '../checkpoint.ts';
import { cut, flatten, join, layOut, named, unflatten } from '../flatWeights.ts';
import { rateShare } from '../schedule.ts';
import { epochSeed } from '../stageEpoch.ts';
import { disposeStageWeights, rateShares, withModel, type StageWeights } from '../stageWeights.ts';
import type { TrainingEvent } from '../trainingEvent.ts';
import type { CourseSettings } from './reporterTraining.ts';

/** What a step teaches, on the backend. */
export interface Lesson {
  /** The losses by name; their sum is what is learnt. */
  losses(weights: Weights, dropout: Dropout): Readonly<Record<string, tf.Scalar>>;
  dispose(): void;
}

export interface CourseTask {
  readonly stage: CourseSettings & { readonly encoderRate: number };
  readonly stageIndex: number;
  readonly seed: number;
  /** All weights as the stage finds them, and the names of those that it trains. */
  readonly base: ReadonlyMap<string, NamedArray>;
  readonly trained: readonly string[];
  /** The studies of an epoch, step by step. */
  batches(random: Random): readonly (readonly number[])[];
  /** @param frozen the weights that the stage does not train */
  prepare(studies: readonly number[], random: Random, frozen: Weights): Promise<Lesson>;
  /** Scores of the weights; the first decides which are best. Undefined: not after this epoch (from 1). */
  validate(weights: Weights, epoch: number): Promise<Readonly<Record<string, number>> | undefined>;
  readonly resume: Checkpoint | undefined;
  save(checkpoint: Omit<Checkpoint, 'progress'> & { progress: Omit<Progress, 'configHash'> }): Promise<void>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

interface State {
  adam: Adam;
  /** Epochs done. */
  epoch: number;
  best: Float32Array;
  bestScore: number;
  stale: number;
}

interface Learning {
  readonly task: CourseTask;
  readonly weights: StageWeights;
  readonly state: State;
}

function startState(resume: Checkpoint | undefined, first: Float32Array): State {
  if (!resume?.flat) return { adam: startAdam(first), epoch: 0, best: first, bestScore: -1, stale: 0 };
  const { progress, flat } = resume;
  return {
    adam: resumeAdam(progress.steps, flat),
    epoch: progress.epoch,
    best: flat.best,
    bestScore: progress.bestCider,
    stale: progress.stale,
  };
}

type Losses = Readonly<Record<string, tf.Scalar>>;

async function readLosses(losses: Losses): Promise<Record<string, number>> {
  const entries = Object.entries(losses);
  const values = await Promise.all(entries.map(async ([, loss]) => (await loss.data())[0] ?? NaN));
  tf.dispose(entries.map(([, loss]) => loss));
  return Object.fromEntries(entries.map(([name], i) => [name, values[i] ?? NaN]));
}

/** The losses of a lesson and the gradient of their sum; the caller disposes both. */
function differentiate(
  { layout, frozen }: StageWeights,
  flat: tf.Tensor1D,
  lesson: Lesson,
  dropout: Dropout,
): { readonly gradient: tf.Tensor1D; readonly losses: Losses } {
  let losses: Losses = {};
  const gradient = tf.tidy(() => {
    const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
      const found = lesson.losses({ ...frozen, ...named(layout, tensors) }, dropout);
      losses = Object.fromEntries(
        Object.entries(found).map(([name, loss]) => [name, tf.keep(tf.clone(loss))]),
      );
      return tf.addN(Object.values(found));
    };
    return join(tf.grads(lossOf)(cut(layout, flat)));
  });
  return { gradient, losses };
}

/** One step: Adam moves on along the gradient of some studies' lesson. */
async function teach(
  { task, weights, state }: Learning,
  studies: readonly number[],
  rate: number,
  random: Random,
  dropout: Dropout,
): Promise<Record<string, number>> {
  const { clipNorm, averageDecay } = task.stage;
  const lesson = await task.prepare(studies, random, weights.frozen);
  const { gradient, losses } = differentiate(weights, state.adam.value, lesson, dropout);
  const { shares } = weights;
  state.adam = stepAdam(state.adam, gradient, { shares, rate, clipNorm, averageDecay });
  gradient.dispose();
  lesson.dispose();
  return readLosses(losses);
}

/** All steps of the state's next epoch. */
async function* runEpoch(
  learning: Learning,
  random: Random,
  dropout: Dropout,
): AsyncGenerator<TrainingEvent, void> {
  const { task, state } = learning;
  const { stage, nowMs, signal } = task;
  const batches = task.batches(random);
  const steps = batches.length;
  const startMs = nowMs();
  for (const [step, studies] of batches.entries()) {
    signal.throwIfAborted();
    const { warmUpSteps, finalRateShare } = stage;
    const share = rateShare(state.adam.steps, stage.epochs * steps, warmUpSteps, finalRateShare);
    const rate = stage.rate * share;
    const loss = await teach(learning, studies, rate, random, dropout);
    const secondsEach = (nowMs() - startMs) / 1000 / (step + 1);
    yield {
      kind: 'step',
      stage: stage.name,
      epoch: state.epoch + 1,
      epochs: stage.epochs,
      step: step + 1,
      steps,
      loss,
      rate,
      imagesPerSecond: studies.length / secondsEach,
      secondsLeft: secondsEach * (steps * (stage.epochs - state.epoch) - step - 1),
    };
  }
}

/** Parts all weights into those that the stage trains and those that it leaves. */
function partWeights({ base, trained, stage }: CourseTask): StageWeights {
  // Sorted, since a checkpoint gives the weights back in another order.
  const layout = layOut(base, [...trained].sort());
  const known = new Set(layout.names);
  return {
    layout,
    frozen: toTensors(new Map([...base].filter(([name]) => !known.has(name)))),
    shares: tf.tensor1d(rateShares(layout, stage)),
  };
}

/**
 * Trains; yields what happens; returns all weights with the stage's best in place.
 * @throws what the signal was aborted with, leaving the last checkpoint
 */
export async function* learn(task: CourseTask): AsyncGenerator<TrainingEvent, Map<string, NamedArray>> {
  const { stage, base, seed, stageIndex } = task;
  const weights = partWeights(task);
  const pool = stage.dropoutScale > 0 ? createDropout(createRandom(seed)) : undefined;
  const state = startState(task.resume, flatten(weights.layout, base));
  try {
    while (state.epoch < stage.epochs && state.stale < stage.patience) {
      const random = createRandom(epochSeed(seed, stageIndex, state.epoch));
      const drawn = pool?.withRandom(random);
      const dropout: Dropout = drawn ? (x, rate) => drawn(x, rate * stage.dropoutScale) : noDropout;
      yield* runEpoch({ task, weights, state }, random, dropout);
      const event = await endEpoch(task, weights, state);
      if (event) yield event;
    }
  } finally {
    disposeAdam(state.adam);
    disposeStageWeights(weights);
    pool?.dispose();
  }
  return new Map([...base, ...unflatten(weights.layout, state.best)]);
}

/** Validates, keeps the best weights, and writes a checkpoint. */
async function endEpoch(
  task: CourseTask,
  weights: StageWeights,
  state: State,
): Promise<TrainingEvent | undefined> {
  const learned = task.stage.averageDecay > 0 ? state.adam.average : state.adam.value;
  state.epoch++;
  const scores = await withModel(weights, learned, (model) => task.validate(model, state.epoch));
  const score = scores && Object.values(scores)[0];
  const better = score !== undefined && score > state.bestScore;
  if (score !== undefined) state.stale = better ? 0 : state.stale + 1;
  if (better) {
    state.bestScore = score;
    state.best = await learned.data<'float32'>();
  }
  const { epoch, bestScore, stale } = state;
  await task.save({
    progress: { stage: task.stageIndex, epoch, steps: state.adam.steps, bestCider: bestScore, stale },
    base: task.base,
    flat: { ...(await readAdam(state.adam)), best: state.best },
  });
  return scores && { kind: 'scores', stage: task.stage.name, epoch, scores, best: better };
}
