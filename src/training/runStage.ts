// One stage of training from its first epoch, or from where a checkpoint left it, to its best weights.
import { createCiderD } from '../evaluation/cider.ts';
import { createDropout, noDropout, type Dropout } from '../model/dropout.ts';
import { createRandom } from '../random.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { endId } from '../text/vocabulary.ts';
import { disposeAdam, readAdam, resumeAdam, startAdam } from './adam.ts';
import type { Checkpoint, Progress } from './checkpoint.ts';
import { flatten, unflatten } from './flatWeights.ts';
import { epochSeed, runEpoch, type Course, type Learner } from './stageEpoch.ts';
import { disposeStageWeights, partWeights, withModel, type StageWeights } from './stageWeights.ts';
import type { Stage, TrainingConfig } from './trainingConfig.ts';
import type { TrainingData } from './trainingData.ts';
import type { TrainingEvent, ValidationEvent } from './trainingEvent.ts';
import { validate } from './validate.ts';
import type { VisualSource } from './visualSource.ts';

export interface StageRun {
  readonly config: TrainingConfig;
  readonly stageIndex: number;
  readonly stage: Stage;
  readonly data: TrainingData;
  readonly source: VisualSource;
  /** All weights as the stage finds them. */
  readonly base: ReadonlyMap<string, NamedArray>;
  readonly resume: Checkpoint | undefined;
  readonly save: (
    checkpoint: Omit<Checkpoint, 'progress'> & { progress: Omit<Progress, 'configHash'> },
  ) => Promise<void>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** What a checkpoint keeps of a stage. */
interface StageState extends Learner {
  /** Epochs done. */
  epoch: number;
  /** The weights with the best validation CIDEr. */
  best: Float32Array;
  bestCider: number;
  /** Epochs since the best. */
  stale: number;
}

function startState({ base, resume }: StageRun, { layout }: StageWeights): StageState {
  if (resume?.flat === undefined) {
    const value = flatten(layout, base);
    return { adam: startAdam(value), epoch: 0, best: value, bestCider: -1, stale: 0 };
  }
  const { epoch, steps, bestCider, stale } = resume.progress;
  return { adam: resumeAdam(steps, resume.flat), epoch, best: resume.flat.best, bestCider, stale };
}

function openCourse(run: StageRun, weights: StageWeights): Course {
  const { config, stage, data, source, nowMs, signal } = run;
  const scorer = createCiderD(data.train.ids.map((captions) => captions.map((words) => [...words, endId])));
  return { stage, model: config.model, photos: data.train, source, weights, scorer, nowMs, signal };
}

const scaled =
  (dropout: Dropout, scale: number): Dropout =>
  (x, rate) =>
    dropout(x, rate * scale);

/**
 * Trains; yields what happens; returns all weights with the stage's best in place.
 * @throws what the signal was aborted with, leaving the last checkpoint
 */
export async function* runStage(run: StageRun): AsyncGenerator<TrainingEvent, Map<string, NamedArray>> {
  const { config, stage, base } = run;
  const weights = partWeights(base, stage);
  const course = openCourse(run, weights);
  const pool = stage.dropoutScale > 0 ? createDropout(createRandom(config.seed)) : undefined;
  const state = startState(run, weights);
  try {
    while (state.epoch < stage.epochs && state.stale < stage.patience) {
      const random = createRandom(epochSeed(config.seed, run.stageIndex, state.epoch));
      const dropout = pool ? scaled(pool.withRandom(random), stage.dropoutScale) : noDropout;
      yield* runEpoch(course, state, state.epoch, random, dropout);
      yield await endEpoch(run, weights, state);
    }
  } finally {
    disposeAdam(state.adam);
    disposeStageWeights(weights);
    pool?.dispose();
  }
  return new Map([...base, ...unflatten(weights.layout, state.best)]);
}

/** Validates, keeps the best weights, and writes a checkpoint. */
async function endEpoch(run: StageRun, weights: StageWeights, state: StageState): Promise<ValidationEvent> {
  const { config, stage, data } = run;
  const learned = stage.averageDecay > 0 ? state.adam.average : state.adam.value;
  const { beam, batchImages } = config.validation;
  const { lengthPower } = config.decoding;
  const search = { beam, batchImages, maxWords: data.config.maxWords, lengthPower, signal: run.signal };
  const found = await withModel(weights, learned, (model) =>
    validate(model, data.config, data.validation, data.corpus.vocabulary, search),
  );
  const better = found.cider > state.bestCider;
  state.epoch++;
  state.stale = better ? 0 : state.stale + 1;
  if (better) {
    state.bestCider = found.cider;
    state.best = await learned.data<'float32'>();
  }
  const { epoch, bestCider, stale } = state;
  await run.save({
    progress: { stage: run.stageIndex, epoch, steps: state.adam.steps, bestCider, stale },
    base: run.base,
    flat: { ...(await readAdam(state.adam)), best: state.best },
  });
  return {
    kind: 'validation',
    stage: stage.name,
    epoch,
    cider: found.cider,
    distinct: found.distinct,
    vocabularyUsed: found.vocabularyUsed,
    best: better,
    examples: found.captions.slice(0, 3),
  };
}
