// A whole training run: data, first weights, every stage, the model folder. Resumes where it was stopped.
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { openCaptionDataset } from '../data/captionDataset.ts';
import { writeModelFolder, type ModelFolderContent } from '../engine/modelFolder.ts';
import { AppError } from '../errors.ts';
import { beamOptions, tagOfWordId } from '../model/captioner.ts';
import { initCoAttention } from '../model/coAttention.ts';
import type { CaptionerConfig } from '../model/config.ts';
import { encoderPartOf, encoderParts, gridChannels } from '../model/mobileNetV2.ts';
import { initTagClassifier } from '../model/tagClassifier.ts';
import { initWordLstm } from '../model/wordLstm.ts';
import { createRandom } from '../random.ts';
import { readLayersModel } from '../tensor/layersModel.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { toTensors } from '../tensor/weights.ts';
import { calibrate } from './calibrate.ts';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint.ts';
import { runStage } from './runStage.ts';
import { trainingConfigSchema, type Stage, type TrainingConfig } from './trainingConfig.ts';
import { openTrainingData, type TrainingData } from './trainingData.ts';
import type { TrainingEvent } from './trainingEvent.ts';
import { captionAll, ciderOfBest } from './validate.ts';
import { cachedSource, liveSource, type VisualSource } from './visualSource.ts';

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

/** Parses a train.json. @throws AppError data/missing, usage */
export async function readTrainingConfig(path: string): Promise<TrainingConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('data/missing', `${path} cannot be read: give a train.json.`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('usage', `${path} is not valid JSON: correct it.`, { cause });
  }
  const parsed = trainingConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'usage',
    `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}. Correct it.`,
  );
}

/** Pretrained encoder, fresh tags, attention and words. */
async function firstWeights(
  config: TrainingConfig,
  encoderFolder: string,
  data: TrainingData,
): Promise<Map<string, NamedArray>> {
  const encoder = new Set(encoderParts);
  const pretrained = [...(await readLayersModel(encoderFolder))].filter(([name]) =>
    encoder.has(encoderPartOf(name)),
  );
  const random = createRandom(config.seed);
  const next = (): number => random.next();
  const sizes = { ...data.config, visualSize: gridChannels };
  return new Map([
    ...pretrained,
    ...initTagClassifier(sizes, data.corpus.tagFrequencies, next),
    ...initCoAttention(sizes, next),
    ...initWordLstm(sizes, next),
  ]);
}

function hashEncoder(arrays: ReadonlyMap<string, NamedArray>): string {
  const encoder = new Set(encoderParts);
  const hash = createHash('sha256');
  for (const [name, { data }] of arrays) if (encoder.has(encoderPartOf(name))) hash.update(name).update(data);
  return hash.digest('hex');
}

/** Collects events of work that reports by callback, so that a generator can yield them. */
async function openSource(
  config: TrainingConfig,
  stage: Stage,
  data: TrainingData,
  base: ReadonlyMap<string, NamedArray>,
  cacheFolder: string,
  onPrepared: (what: string, done: number, count: number) => void,
): Promise<VisualSource> {
  if (stage.cachedViews === 0) return liveSource(data.train.pixels, config.augmentation);
  if (stage.unfreezeFrom !== undefined)
    throw new AppError('usage', `Stage ${stage.name} trains the encoder: set cachedViews to 0.`);
  const encoder = new Set(encoderParts);
  const weights = toTensors(new Map([...base].filter(([name]) => encoder.has(encoderPartOf(name)))));
  const source = await cachedSource(data.train.pixels, weights, {
    folder: cacheFolder,
    encoderHash: hashEncoder(base),
    views: stage.cachedViews,
    augmentation: config.augmentation,
    seed: config.seed,
    batchImages: 32,
    onEncoded: (done, count) => {
      onPrepared('features', done, count);
    },
  });
  tf.dispose({ ...weights });
  return source;
}

function contentOf(data: TrainingData, arrays: ReadonlyMap<string, NamedArray>): ModelFolderContent {
  const { vocabulary, counts, tags } = data.corpus;
  return { config: data.config, arrays, vocabulary, counts, tags };
}

/** Captions the validation photos and fits how sure the model may be. */
async function fitConfidence(
  config: TrainingConfig,
  data: TrainingData,
  arrays: ReadonlyMap<string, NamedArray>,
): Promise<CaptionerConfig['confidence']> {
  const weights = toTensors(arrays);
  const { vocabulary, counts, tags } = data.corpus;
  const { beam, batchImages } = config.validation;
  const search = { ...beamOptions({ config: data.config, counts }, beam), batchImages };
  const found = await captionAll(weights, data.config, data.validation, search);
  tf.dispose({ ...weights });
  const tagOfWord = tagOfWordId(vocabulary, tags);
  const evidence = found.sentences.map((sentences, i) => ({
    sentences,
    tags: found.tags[i] ?? new Float32Array(),
    tagOfWord,
  }));
  return calibrate(evidence, ciderOfBest(found.sentences, data.validation, vocabulary)).confidence;
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
  // What the weights depend on: how they are validated, searched and where they go may change within a run.
  const { stages, validation: _validation, decoding: _decoding, output: _output, ...rest } = config;
  const hashOf = (count: number): string =>
    createHash('sha256')
      .update(JSON.stringify([rest, stages.slice(0, count), options.limit]))
      .digest('hex');
  if (options.fresh) await rm(options.runFolder, { recursive: true, force: true });
  const checkpoint = await loadCheckpoint(options.runFolder, hashOf);
  const dataset = await openCaptionDataset(resolve(place, config.data));
  const onPrepared = (what: string, done: number, count: number): void => {
    report({ kind: 'prepare', what, done, count });
  };
  const data = await openTrainingData(dataset, config, options.cacheFolder, options.limit, onPrepared);
  let arrays = checkpoint?.base ?? (await firstWeights(config, resolve(place, config.encoderWeights), data));
  for (const [stageIndex, stage] of config.stages.entries()) {
    if (checkpoint && stageIndex < checkpoint.progress.stage) continue;
    const source = await openSource(config, stage, data, arrays, options.cacheFolder, onPrepared);
    arrays = yield* runStage({
      config,
      stageIndex,
      stage,
      data,
      source,
      base: arrays,
      resume: samePlace(checkpoint, stageIndex),
      save: ({ progress, base, flat }) =>
        saveCheckpoint(options.runFolder, {
          progress: { ...progress, configHash: hashOf(stageIndex + 1) },
          base,
          flat,
        }),
      nowMs: options.nowMs,
      signal: options.signal,
    });
    await source.close();
    const next = { stage: stageIndex + 1, epoch: 0, steps: 0, bestCider: -1, stale: 0 };
    await saveCheckpoint(options.runFolder, {
      progress: { ...next, configHash: hashOf(stageIndex + 1) },
      base: arrays,
      flat: undefined,
    });
    const folder = join(options.runFolder, stage.name);
    await writeModelFolder(folder, contentOf(data, arrays));
  }
  const confidence = await fitConfidence(config, data, arrays);
  const output = resolve(place, config.output);
  await writeModelFolder(output, { ...contentOf(data, arrays), config: { ...data.config, confidence } });
  await data.close();
  yield { kind: 'done', folder: output };
}
