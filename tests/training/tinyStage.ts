// A stage of training over photos of four patches and a decoder of eight units: a step takes milliseconds on cpu.
import * as tf from '@tensorflow/tfjs-core';
import { createRandom, nextNormal } from '../../src/random.ts';
import type { NamedArray } from '../../src/tensor/safetensors.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { tokenize } from '../../src/text/tokenize.ts';
import { captionIds, readCorpus, tagTargets, type Corpus } from '../../src/training/corpus.ts';
import type { FeatureCache } from '../../src/training/featureCache.ts';
import type { StageRun } from '../../src/training/runStage.ts';
import type { Head, SelfCriticalStage, Stage, TrainingConfig } from '../../src/training/trainingConfig.ts';
import type { TrainingData } from '../../src/training/trainingData.ts';
import type { TrainingEvent } from '../../src/training/trainingEvent.ts';
import type { VisualSource } from '../../src/training/visualSource.ts';
import { randomDecoder, tinyConfig } from '../model/randomModel.ts';

const patches = 4;

/** What people said of the two pictures that all the photos show. */
export const said: readonly (readonly string[])[] = [
  ['a dog runs in grass', 'a dog runs'],
  ['the red ball', 'a man throws the red ball'],
];

const corpusOf = (captions: readonly (readonly string[])[]): Corpus =>
  readCorpus(
    captions.map((lines, i) => ({
      file: `${i}`,
      captions: lines,
      read: () => Promise.resolve(new Uint8Array()),
    })),
    1,
    tinyConfig.tagCount,
  );

export const crossEntropyStage: Stage = {
  kind: 'crossEntropy',
  name: 'words',
  epochs: 3,
  patience: 3,
  batchImages: 2,
  captionsPerImage: 2,
  cachedViews: 1,
  tagWeight: 0.05,
  attentionWeight: 0.01,
  labelSmoothing: 0.1,
  dropoutScale: 1,
  rate: 0.02,
  encoderRate: 0,
  warmUpSteps: 2,
  finalRateShare: 0.1,
  clipNorm: 2,
  averageDecay: 0.9,
};

export const selfCriticalStage: SelfCriticalStage = {
  ...crossEntropyStage,
  kind: 'selfCritical',
  name: 'critic',
  samples: 3,
  temperature: 1,
  crossEntropyWeight: 0.1,
  contrastWeight: 0.2,
  contrastImages: 1,
};

export const tinyHead: Head = { epochs: 2, batchImages: 2, rate: 0.01, clipNorm: 2 };

export function tinyTrainingConfig(stages: readonly Stage[]): TrainingConfig {
  const { hiddenSize, attentionSize, tagHiddenSize, tagCount, semanticCount, maxWords } = tinyConfig;
  const { relevanceHiddenSize, jointHiddenSize, jointSize, jointPhotos } = tinyConfig;
  return {
    format: 'ekphrasis/training',
    name: 'tiny',
    data: 'data',
    encoderWeights: 'encoder',
    output: 'model',
    seed: 3,
    model: {
      hiddenSize,
      attentionSize,
      tagHiddenSize,
      tagCount,
      semanticCount,
      maxWords,
      relevanceHiddenSize,
      jointHiddenSize,
      jointSize,
      jointPhotos,
      minWordCount: 1,
    },
    augmentation: { minCrop: 0.9, flip: true, colour: 0.1 },
    validation: { beam: 1, batchImages: 2, images: 2 },
    decoding: { lengthPower: 0.7, guidance: [0, 0.5] },
    stages: [...stages],
    heads: { relevance: tinyHead, joint: tinyHead },
    ranking: { precision: 1, specificity: 0.01, rareWords: 0.02 },
  };
}

export interface Pictures {
  /** Training photos of each picture. */
  readonly copies: number;
  /** What people said of each picture. */
  readonly lines: readonly (readonly string[])[];
}

/** A grid of features for each picture. */
function pictureGrids(count: number): Float32Array[] {
  const random = createRandom(11);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: patches * gridChannels }, () => Math.max(0, nextNormal(random))),
  );
}

export interface TinyData {
  readonly data: TrainingData;
  /** The photos' grids for a stage, and for the heads. */
  readonly source: VisualSource;
  readonly cache: FeatureCache;
}

export function tinyData({ copies, lines }: Pictures): TinyData {
  const corpus = corpusOf(lines);
  const grids = pictureGrids(lines.length);
  const captions = Array.from({ length: copies * lines.length }, (_, i) => lines[i % lines.length] ?? []);
  const gridOf = (indices: readonly number[]): tf.Tensor3D => {
    const all = indices.flatMap((index) => [...(grids[index % lines.length] ?? [])]);
    return tf.tensor3d(all, [indices.length, patches, gridChannels]);
  };
  const shares = captions.map((own) => [...tagTargets(corpus.vocabulary, corpus.tags, own)]);
  const pixels = { count: captions.length, key: '', read: neverRead, close: () => Promise.resolve() };
  const data: TrainingData = {
    corpus,
    config: { ...tinyConfig, vocabularySize: corpus.vocabulary.words.length },
    train: {
      count: captions.length,
      ids: captions.map((own) => captionIds(corpus.vocabulary, own, tinyConfig.maxWords)),
      pixels,
      tagShares: (indices) => tf.tensor2d(indices.map((index) => shares[index] ?? [])),
    },
    validation: {
      count: lines.length,
      references: lines.map((own) => own.map(tokenize)),
      grids: (_weights, indices) => Promise.resolve(gridOf(indices)),
    },
    close: () => Promise.resolve(),
  };
  const source: VisualSource = {
    prepare: (indices) => {
      const grid = gridOf(indices);
      const dispose = (): void => {
        grid.dispose();
      };
      return Promise.resolve({ grid: () => grid, dispose });
    },
    close: () => Promise.resolve(),
  };
  const cache = {
    views: 1,
    read: (indices: readonly number[]) => Promise.resolve(gridOf(indices)),
    close: () => Promise.resolve(),
  };
  return { data, source, cache };
}

const neverRead = (): Promise<never> => Promise.reject(new Error('no stage here reads pixels'));

/** A stage ready to run. */
export function tinyStageRun(
  stage: Stage,
  pictures: Pictures = { copies: 3, lines: said },
  rest: Partial<StageRun> = {},
): StageRun {
  const { data, source } = tinyData(pictures);
  return {
    config: tinyTrainingConfig([stage]),
    stageIndex: 0,
    stage,
    data,
    source,
    base: tinyWeights(data),
    resume: undefined,
    save: () => Promise.resolve(),
    nowMs: () => 0,
    signal: new AbortController().signal,
    ...rest,
  };
}

const tinyWeights = (data: TrainingData): Map<string, NamedArray> => randomDecoder(data.config, 5);

/** Runs a stage to its end. */
export async function runToEnd<T>(
  run: AsyncGenerator<TrainingEvent, T>,
): Promise<{ readonly events: TrainingEvent[]; readonly result: T }> {
  const events: TrainingEvent[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done === true) return { events, result: next.value };
    events.push(next.value);
  }
}
