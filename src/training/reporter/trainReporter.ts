// A whole training run of a reporter: films and reports, the encoder by its tags, the decoder by the reports, the gate,
// the model folder. Resumes where it was stopped.
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { readOpenI } from '../../data/openI.ts';
import { writeReporterFolder } from '../../engine/reporterFolder.ts';
import { observations } from '../../evaluation/findings/observations.ts';
import { initCoAttention } from '../../model/coAttention.ts';
import { encoderInputSize, gridChannels } from '../../model/mobileNetV2.ts';
import type { ReporterConfig } from '../../model/reporter/config.ts';
import { initSentenceLstm } from '../../model/reporter/sentenceLstm.ts';
import { initViews } from '../../model/reporter/studyFeatures.ts';
import { initStudyTags } from '../../model/reporter/studyTags.ts';
import { initWordLstm } from '../../model/wordLstm.ts';
import { createRandom } from '../../random.ts';
import type { NamedArray } from '../../tensor/safetensors.ts';
import { toTensors } from '../../tensor/weights.ts';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { openFeatureCache, type FeatureCache } from '../featureCache.ts';
import { encoderOf, readEncoder } from '../firstWeights.ts';
import { hashArrays } from '../openSource.ts';
import type { TrainOptions } from '../train.ts';
import type { TrainingEvent } from '../trainingEvent.ts';
import { decoderCourse } from './decoderStage.ts';
import { encoderCourse } from './encoderStage.ts';
import { emptyGate, fitGate, gateExamples } from './gate.ts';
import { fitTemperature, fitThresholds, toProbabilities } from './judge.ts';
import { learn, type CourseTask } from './learn.ts';
import { logitsOfStudies } from './lookAtStudies.ts';
import { hashReporterTraining } from './readReporterTraining.ts';
import type { ReporterTraining } from './reporterTraining.ts';
import { readStudyCorpus, type StudyCorpus } from './studyCorpus.ts';
import { openStudyData, type StudyData } from './studyData.ts';

type Arrays = ReadonlyMap<string, NamedArray>;

function firstConfig(config: ReporterTraining, corpus: StudyCorpus): ReporterConfig {
  const { hiddenSize, attentionSize, tagHiddenSize, semanticCount, maxWords, maxSentences } = config.model;
  return {
    format: 'ekphrasis/chest-xray-reporter',
    formatVersion: 1,
    name: config.name,
    inputSize: encoderInputSize,
    vocabularySize: corpus.vocabulary.words.length,
    tagCount: corpus.tags.length,
    ...{ hiddenSize, attentionSize, tagHiddenSize, semanticCount, maxWords, maxSentences },
    decoding: config.decoding,
    temperature: 1,
    thresholds: corpus.tags.map(() => 0.5),
    tagWords: corpus.tagWords.map((words) => [...words]),
    phrases: Object.fromEntries(corpus.phrases),
  };
}

/** How often the training studies have each tag; half a study more on either side, since a trial may have none. */
const frequenciesOf = ({ truth }: StudyData): number[] =>
  Array.from(
    truth[0] ?? [],
    (_, tag) => (truth.reduce((sum, row) => sum + (row[tag] ?? 0), 0) + 0.5) / (truth.length + 1),
  );

function firstWeights(
  encoder: Arrays,
  seed: number,
  config: ReporterConfig,
  train: StudyData,
): Map<string, NamedArray> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  return new Map([
    ...encoder,
    ...initStudyTags(config, frequenciesOf(train), next),
    ...initViews(config.hiddenSize),
    ...initCoAttention({ ...config, visualSize: gridChannels }, next),
    ...initSentenceLstm(config, next),
    ...initWordLstm(config, next),
    ...emptyGate(),
  ]);
}

/** What the stages of a run share. */
interface Run {
  readonly config: ReporterTraining;
  readonly options: TrainOptions;
  readonly corpus: StudyCorpus;
  readonly train: StudyData;
  readonly validation: StudyData;
  readonly checkpoint: Checkpoint | undefined;
  readonly onPrepared: (what: string, done: number, count: number) => void;
}

type Course = Pick<CourseTask, 'stage' | 'base' | 'trained' | 'batches' | 'prepare' | 'validate'>;

/** One stage, from where its checkpoint left it; a checkpoint stands at its end. */
async function* runCourse(
  { config, options, checkpoint }: Run,
  stageIndex: number,
  course: Course,
): AsyncGenerator<TrainingEvent, Arrays> {
  const { runFolder, limit, nowMs, signal } = options;
  const resume = checkpoint?.flat && checkpoint.progress.stage === stageIndex ? checkpoint : undefined;
  const configHash = hashReporterTraining(config, stageIndex + 1, limit);
  const learnt = yield* learn({
    ...course,
    ...{ stageIndex, seed: config.seed, resume, nowMs, signal },
    save: ({ progress, ...arrays }) =>
      saveCheckpoint(runFolder, { progress: { ...progress, configHash }, ...arrays }),
  });
  const progress = { configHash, stage: stageIndex + 1, epoch: 0, steps: 0, bestCider: -1, stale: 0 };
  await saveCheckpoint(runFolder, { progress, base: learnt, flat: undefined });
  return learnt;
}

/** Feature grids of all films of a split by this encoder. */
async function openCache(run: Run, data: StudyData, encoder: Arrays, views: number): Promise<FeatureCache> {
  const weights = toTensors(encoder);
  try {
    return await openFeatureCache(data.films.pixels, weights, {
      folder: run.options.cacheFolder,
      encoderHash: hashArrays(encoder),
      views,
      augmentation: run.config.augmentation,
      seed: run.config.seed,
      batchImages: 32,
      onEncoded: (done, count) => {
        run.onPrepared('features', done, count);
      },
    });
  } finally {
    tf.dispose({ ...weights });
  }
}

interface JudgedTags {
  readonly config: ReporterConfig;
  /** Calibrated probabilities of the validation studies' tags. */
  readonly probabilities: readonly Float32Array[];
}

/** Temperature and thresholds of the tags, fitted on the validation studies. */
async function judgeTags(
  { train, validation, options }: Run,
  config: ReporterConfig,
  arrays: Arrays,
): Promise<JudgedTags> {
  const weights = toTensors(arrays);
  const logits = await logitsOfStudies(weights, validation.films, options.signal).finally(() => {
    tf.dispose({ ...weights });
  });
  const temperature = fitTemperature(logits, validation.truth);
  const probabilities = toProbabilities(logits, temperature);
  const { length } = observations;
  // The findings decide; `No Finding` follows from them.
  const scored = Array.from({ length: length - 1 }, (_, i) => i + 1);
  const thresholds = fitThresholds(probabilities, validation.truth, frequenciesOf(train), scored);
  return { config: { ...config, temperature, thresholds }, probabilities };
}

async function* trainStages(
  run: Run,
  first: Arrays,
  untaught: ReporterConfig,
): AsyncGenerator<TrainingEvent, { readonly arrays: Arrays; readonly config: ReporterConfig }> {
  const { config, train, validation, options } = run;
  const begun = run.checkpoint?.progress.stage ?? 0;
  let arrays = first;
  for (const [index, stage] of config.encoder.entries()) {
    if (index < begun) continue;
    const course = encoderCourse(config, stage, arrays, train, validation, options.signal);
    arrays = yield* runCourse(run, index, course);
  }
  const judged = await judgeTags(run, untaught, arrays);
  if (config.encoder.length >= begun) arrays = yield* teachDecoder(run, judged, arrays);
  return { arrays, config: judged.config };
}

/** The decoder's stage, over cached grids of the finished encoder. */
async function* teachDecoder(
  run: Run,
  { config, probabilities }: JudgedTags,
  base: Arrays,
): AsyncGenerator<TrainingEvent, Arrays> {
  const { corpus, train, validation } = run;
  const stage = run.config.decoder;
  const encoder = encoderOf(base);
  const opened: FeatureCache[] = [];
  const open = async (data: StudyData, views: number): Promise<FeatureCache> => {
    const cache = await openCache(run, data, encoder, views);
    opened.push(cache);
    return cache;
  };
  try {
    const course = decoderCourse({
      ...{ stage, base, probabilities },
      speaker: { config, vocabulary: corpus.vocabulary, tags: corpus.tags },
      ...{ train, trainCache: await open(train, stage.cachedViews) },
      ...{ validation, validationCache: await open(validation, 1) },
    });
    return yield* runCourse(run, run.config.encoder.length, course);
  } finally {
    for (const cache of opened) await cache.close();
  }
}

async function addGate(run: Run, place: string, arrays: Arrays): Promise<Arrays> {
  const { config, train, onPrepared } = run;
  const encoder = toTensors(encoderOf(arrays));
  const { photoCount } = config.gate;
  const examples = await gateExamples(
    train.films,
    { photos: resolve(place, config.gate.photos), photoCount, split: 'train', seed: config.seed },
    encoder,
    (done, count) => {
      onPrepared('gate', done, count);
    },
  ).finally(() => {
    tf.dispose({ ...encoder });
  });
  return new Map([...arrays, ...(await fitGate(examples, config.gate, config.seed))]);
}

/**
 * Trains from a config to a model folder (named in the config, relative to `configPath`).
 * @param report told of decoding and encoding, which go on between the events
 * @throws AppError usage, data/missing, data/damaged, training/mismatch; what the signal was aborted with
 */
export async function* trainReporter(
  config: ReporterTraining,
  configPath: string,
  options: TrainOptions,
  report: (event: TrainingEvent) => void,
): AsyncGenerator<TrainingEvent, void> {
  const place = dirname(resolve(configPath));
  const { runFolder, cacheFolder, limit, signal } = options;
  const onPrepared: Run['onPrepared'] = (what, done, count) => {
    signal.throwIfAborted();
    report({ kind: 'prepare', what, done, count });
  };
  if (options.fresh) await rm(runFolder, { recursive: true, force: true });
  const checkpoint = await loadCheckpoint(runFolder, (stages) => hashReporterTraining(config, stages, limit));
  const encoder = checkpoint ? undefined : await readEncoder(resolve(place, config.encoderWeights));
  const { splits } = await readOpenI(resolve(place, config.data));
  const corpus = readStudyCorpus(splits.train, config.model.minWordCount, config.model.minTagStudies);
  const opened: StudyData[] = [];
  const open = async (split: 'train' | 'val'): Promise<StudyData> => {
    const studies = splits[split].slice(0, limit);
    const data = await openStudyData(studies, corpus, config.model, cacheFolder, (done, count) => {
      onPrepared('films', done, count);
    });
    opened.push(data);
    return data;
  };
  try {
    const train = await open('train');
    const validation = await open('val');
    const run: Run = { config, options, corpus, train, validation, checkpoint, onPrepared };
    const untaught = firstConfig(config, corpus);
    const first = checkpoint?.base ?? firstWeights(encoder ?? new Map(), config.seed, untaught, train);
    const taught = yield* trainStages(run, first, untaught);
    const arrays = await addGate(run, place, taught.arrays);
    const folder = resolve(place, config.output);
    await writeReporterFolder(folder, { ...corpus, arrays, config: taught.config });
    yield { kind: 'done', folder };
  } finally {
    for (const { films } of opened) await films.pixels.close();
  }
}
