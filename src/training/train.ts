// A whole training run: data, first weights, every stage, the model folder. Resumes where it was stopped.
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openCaptionDataset } from '../data/captionDataset.ts';
import { writeModelFolder, type ModelFolderContent } from '../engine/modelFolder.ts';
import { captionerShapes } from '../model/weightShapes.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { constant } from '../tensor/weights.ts';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint.ts';
import { firstWeights, readEncoder } from './firstWeights.ts';
import { fitJudgement } from './fitJudgement.ts';
import { trainHeads } from './heads.ts';
import { openGrids, openSource } from './openSource.ts';
import { hashConfig, readTrainingConfig } from './readTrainingConfig.ts';
import { runStage } from './runStage.ts';
import type { Stage, TrainingConfig } from './trainingConfig.ts';
import { openTrainingData, type TrainingData } from './trainingData.ts';
import type { TrainingEvent } from './trainingEvent.ts';

export interface TrainOptions {
  /** Where checkpoints and the log of this run go. */
  readonly runFolder: string;
  /** Decoded pixels and feature grids, shared by runs. */
  readonly cacheFolder: string;
  /** Only so many photos of each split: for a trial. */
  readonly limit: number | undefined;
  /** Forgets the run's checkpoint. */
  readonly fresh: boolean;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

function contentOf(data: TrainingData, arrays: ReadonlyMap<string, NamedArray>): ModelFolderContent {
  const { vocabulary, counts, tags } = data.corpus;
  return { config: data.config, arrays, vocabulary, counts, tags };
}

/** The decoder alone: heads of zeros, and a search that does not ask them. */
function withoutHeads(data: TrainingData, arrays: ReadonlyMap<string, NamedArray>): ModelFolderContent {
  const zeros = [...captionerShapes(data.config)].map(([name, shape]): [string, NamedArray] => [
    name,
    constant(shape, 0),
  ]);
  const content = contentOf(data, new Map([...zeros, ...arrays]));
  const decoding = { ...data.config.decoding, guidance: [0] };
  return { ...content, config: { ...data.config, decoding } };
}

const samePlace = (checkpoint: Checkpoint | undefined, stage: number): Checkpoint | undefined =>
  checkpoint?.flat && checkpoint.progress.stage === stage ? checkpoint : undefined;

/** What the stages of a run share. */
interface Run {
  readonly config: TrainingConfig;
  readonly options: TrainOptions;
  readonly data: TrainingData;
  readonly checkpoint: Checkpoint | undefined;
  /** The config's hash with so many of its stages. */
  readonly hashOf: (stages: number) => string;
  /** Told of work between the events; throws when the run is to stop. */
  readonly onPrepared: OnPrepared;
}

type OnPrepared = (what: string, done: number, count: number) => void;

async function* trainStage(
  run: Run,
  stageIndex: number,
  stage: Stage,
  base: ReadonlyMap<string, NamedArray>,
): AsyncGenerator<TrainingEvent, Map<string, NamedArray>> {
  const { config, data, checkpoint, hashOf } = run;
  const { runFolder, cacheFolder, nowMs, signal } = run.options;
  const configHash = hashOf(stageIndex + 1);
  const source = await openSource(config, stage, data, base, cacheFolder, (done, count) => {
    run.onPrepared('features', done, count);
  });
  const resume = samePlace(checkpoint, stageIndex);
  try {
    return yield* runStage({
      ...{ config, stageIndex, stage, data, source, base, resume, nowMs, signal },
      save: ({ progress, ...arrays }) =>
        saveCheckpoint(runFolder, { progress: { ...progress, configHash }, ...arrays }),
    });
  } finally {
    await source.close();
  }
}

/** All stages that are not done; returns the weights of the last. */
async function* trainStages(
  run: Run,
  first: ReadonlyMap<string, NamedArray>,
): AsyncGenerator<TrainingEvent, ReadonlyMap<string, NamedArray>> {
  const { runFolder } = run.options;
  let base = first;
  for (const [stageIndex, stage] of run.config.stages.entries()) {
    if (stageIndex < (run.checkpoint?.progress.stage ?? 0)) continue;
    base = yield* trainStage(run, stageIndex, stage, base);
    await writeModelFolder(join(runFolder, stage.name), withoutHeads(run.data, base));
    const configHash = run.hashOf(stageIndex + 1);
    const progress = { configHash, stage: stageIndex + 1, epoch: 0, steps: 0, bestCider: -1, stale: 0 };
    await saveCheckpoint(runFolder, { progress, base, flat: undefined });
  }
  return base;
}

async function addHeads(
  { config, data, options, onPrepared }: Run,
  arrays: ReadonlyMap<string, NamedArray>,
): Promise<ReadonlyMap<string, NamedArray>> {
  const cache = await openGrids(config, 1, data, arrays, options.cacheFolder, (done, count) => {
    onPrepared('features', done, count);
  });
  try {
    return await trainHeads(config, data, cache, onPrepared);
  } finally {
    await cache.close();
  }
}

/**
 * Trains from a config file to a model folder (named in the config, relative to it).
 * @param report told of decoding and encoding, which go on between the events
 * @throws AppError usage, data/missing, data/damaged, training/mismatch; what the signal was aborted with
 */
export async function* train(
  configPath: string,
  options: TrainOptions,
  report: (event: TrainingEvent) => void,
): AsyncGenerator<TrainingEvent, void> {
  const config = await readTrainingConfig(configPath);
  const place = dirname(resolve(configPath));
  const { runFolder, cacheFolder, limit, signal } = options;
  const hashOf = (stages: number): string => hashConfig(config, stages, limit);
  const onPrepared: OnPrepared = (what, done, count) => {
    signal.throwIfAborted();
    report({ kind: 'prepare', what, done, count });
  };
  if (options.fresh) await rm(runFolder, { recursive: true, force: true });
  const checkpoint = await loadCheckpoint(runFolder, hashOf);
  // Before the photos are decoded, which takes minutes: what is missing should be told at once.
  const encoder = checkpoint ? undefined : await readEncoder(resolve(place, config.encoderWeights));
  const dataset = await openCaptionDataset(resolve(place, config.data));
  const data = await openTrainingData(dataset, config, cacheFolder, limit, onPrepared);
  try {
    const run: Run = { config, options, data, checkpoint, hashOf, onPrepared };
    const first = checkpoint?.base ?? firstWeights(encoder ?? new Map(), config.seed, data);
    const staged = yield* trainStages(run, first);
    const arrays = new Map([...staged, ...(await addHeads(run, staged))]);
    const judgement = await fitJudgement(config, data, arrays, signal);
    const folder = resolve(place, config.output);
    await writeModelFolder(folder, { ...contentOf(data, arrays), config: { ...data.config, ...judgement } });
    yield { kind: 'done', folder };
  } finally {
    await data.close();
  }
}
