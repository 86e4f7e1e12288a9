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
import { rateShares, withModel } from '../stageWeights.ts';
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
  prepare(studies: readonly number[], random: Random): Promise<Lesson>;
  /** Scores of the weights; the first decides which are best. Undefined: not after this epoch (from 1). */
  validate(weights: Weights, epoch: number): Promise<Readonly<Record<string, number>> | undefined>;
  readonly resume: Checkpoint | undefined;
  save(checkpoint: Omit<Checkpoint, 'progress'> & { progress: Omit<Progress, 'configHash'> }): Promise<void>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

interface State {
  adam: Adam;
  epoch: number;
  best: Float32Array;
  bestScore: number;
  stale: number;
}

async function readLosses(losses: Readonly<Record<string, tf.Scalar>>): Promise<Record<string, number>> {
  const entries = Object.entries(losses);
  const values = await Promise.all(entries.map(async ([, loss]) => (await loss.data())[0] ?? NaN));
  tf.dispose(entries.map(([, loss]) => loss));
  return Object.fromEntries(entries.map(([name], i) => [name, values[i] ?? NaN]));
}

/**
 * Trains; yields what happens; returns all weights with the stage's best in place.
 * @throws what the signal was aborted with, leaving the last checkpoint
 */
export async function* learn(task: CourseTask): AsyncGenerator<TrainingEvent, Map<string, NamedArray>> {
  const { stage, base, seed, stageIndex, signal } = task;
  const layout = layOut(base, [...task.trained].sort());
  const known = new Set(layout.names);
  const frozen = toTensors(new Map([...base].filter(([name]) => !known.has(name))));
  const shares = tf.tensor1d(rateShares(layout, stage));
  const pool = stage.dropoutScale > 0 ? createDropout(createRandom(seed)) : undefined;
  const first = flatten(layout, base);
  const { progress, flat } = task.resume ?? {};
  const state: State =
    progress && flat
      ? {
          adam: resumeAdam(progress.steps, flat),
          epoch: progress.epoch,
          best: flat.best,
          bestScore: progress.bestCider,
          stale: progress.stale,
        }
      : { adam: startAdam(first), epoch: 0, best: first, bestScore: -1, stale: 0 };
  try {
    while (state.epoch < stage.epochs && state.stale < stage.patience) {
      const random = createRandom(epochSeed(seed, stageIndex, state.epoch));
      const drawn = pool?.withRandom(random);
      const dropout: Dropout = drawn ? (x, rate) => drawn(x, rate * stage.dropoutScale) : noDropout;
      const batches = task.batches(random);
      const startMs = task.nowMs();
      for (const [step, studies] of batches.entries()) {
        signal.throwIfAborted();
        const lesson = await task.prepare(studies, random);
        let losses: Readonly<Record<string, tf.Scalar>> = {};
        const gradient = tf.tidy(() => {
          const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
            const found = lesson.losses({ ...frozen, ...named(layout, tensors) }, dropout);
            losses = Object.fromEntries(
              Object.entries(found).map(([name, loss]) => [name, tf.keep(tf.clone(loss))]),
            );
            return tf.addN(Object.values(found));
          };
          return join(tf.grads(lossOf)(cut(layout, state.adam.value)));
        });
        const share = rateShare(
          state.adam.steps,
          stage.epochs * batches.length,
          stage.warmUpSteps,
          stage.finalRateShare,
        );
        const rate = stage.rate * share;
        const { clipNorm, averageDecay } = stage;
        state.adam = stepAdam(state.adam, gradient, { shares, rate, clipNorm, averageDecay });
        tf.dispose(gradient);
        lesson.dispose();
        const secondsEach = (task.nowMs() - startMs) / 1000 / (step + 1);
        yield {
          kind: 'step',
          stage: stage.name,
          epoch: state.epoch + 1,
          epochs: stage.epochs,
          step: step + 1,
          steps: batches.length,
          loss: await readLosses(losses),
          rate,
          imagesPerSecond: studies.length / secondsEach,
          secondsLeft: secondsEach * (batches.length * (stage.epochs - state.epoch) - step - 1),
        };
      }
      const event = await endEpoch(task, { layout, frozen, shares }, state);
      if (event) yield event;
    }
  } finally {
    disposeAdam(state.adam);
    tf.dispose([shares, { ...frozen }]);
    pool?.dispose();
  }
  return new Map([...base, ...unflatten(layout, state.best)]);
}

/** Validates, keeps the best weights, and writes a checkpoint. */
async function endEpoch(
  task: CourseTask,
  weights: Parameters<typeof withModel>[0],
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
