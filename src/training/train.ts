// A whole training run: data, first weights, every stage, the model folder. Resumes where it was stopped.
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openCaptionDataset } from '../data/captionDataset.ts';
import { writeModelFolder, type ModelFolderContent } from '../engine/modelFolder.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint.ts';
import { firstWeights } from './firstWeights.ts';
import { fitConfidence } from './fitConfidence.ts';
import { openSource } from './openSource.ts';
import { hashConfig, readTrainingConfig } from './readTrainingConfig.ts';
import { runStage } from './runStage.ts';
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

const samePlace = (checkpoint: Checkpoint | undefined, stage: number): Checkpoint | undefined =>
  checkpoint?.flat && checkpoint.progress.stage === stage ? checkpoint : undefined;

/**
 * Trains from a config file to a model folder (named in the config, relative to it).
 * @param report told of decoding and encoding, which go on between the events
 * @throws AppError usage, data/missing, data/damaged, training/mismatch
 */
export async function* train(
  configPath: string,
  options: TrainOptions,
  report: (event: TrainingEvent) => void,
): AsyncGenerator<TrainingEvent, void> {
  const config = await readTrainingConfig(configPath);
  const place = dirname(resolve(configPath));
  const { runFolder, cacheFolder, limit, nowMs, signal } = options;
  const hashOf = (stages: number): string => hashConfig(config, stages, limit);
  const prepared =
    (what: string) =>
    (done: number, count: number): void => {
      report({ kind: 'prepare', what, done, count });
    };
  if (options.fresh) await rm(runFolder, { recursive: true, force: true });
  const checkpoint = await loadCheckpoint(runFolder, hashOf);
  const dataset = await openCaptionDataset(resolve(place, config.data));
  const data = await openTrainingData(dataset, config, cacheFolder, limit, (what, done, count) => {
    prepared(what)(done, count);
  });
  let arrays =
    checkpoint?.base ?? (await firstWeights(resolve(place, config.encoderWeights), config.seed, data));
  for (const [stageIndex, stage] of config.stages.entries()) {
    if (checkpoint && stageIndex < checkpoint.progress.stage) continue;
    const source = await openSource(config, stage, data, arrays, cacheFolder, prepared('features'));
    const resume = samePlace(checkpoint, stageIndex);
    arrays = yield* runStage({
      ...{ config, stageIndex, stage, data, source, base: arrays, resume, nowMs, signal },
      save: ({ progress, base, flat }) =>
        saveCheckpoint(runFolder, {
          progress: { ...progress, configHash: hashOf(stageIndex + 1) },
          base,
          flat,
        }),
    });
    await source.close();
    const next = { stage: stageIndex + 1, epoch: 0, steps: 0, bestCider: -1, stale: 0 };
    await saveCheckpoint(runFolder, {
      progress: { ...next, configHash: hashOf(stageIndex + 1) },
      base: arrays,
      flat: undefined,
    });
    await writeModelFolder(join(runFolder, stage.name), contentOf(data, arrays));
  }
  const confidence = await fitConfidence(config, data, arrays);
  const output = resolve(place, config.output);
  await writeModelFolder(output, { ...contentOf(data, arrays), config: { ...data.config, confidence } });
  await data.close();
  yield { kind: 'done', folder: output };
}
