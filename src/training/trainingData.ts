// Everything a run reads: photos as pixels, captions as ids, tags as shares, and the validation photos.
import * as tf from '@tensorflow/tfjs-core';
import type { CaptionDataset, CaptionedImage } from '../data/captionDataset.ts';
import { AppError } from '../errors.ts';
import type { CaptionerConfig } from '../model/config.ts';
import { encoderInputSize } from '../model/mobileNetV2.ts';
import { tokenizeForScoring } from '../evaluation/tokenizeForScoring.ts';
import { captionIds, readCorpus, tagTargets, type Corpus } from './corpus.ts';
import { encodeGrid } from './featureCache.ts';
import { openPixelStore, type PixelStore } from './pixelStore.ts';
import type { TrainingConfig } from './trainingConfig.ts';
import type { ValidationPhotos } from './validate.ts';

export interface TrainingPhotos {
  readonly count: number;
  /** Word ids of each photo's captions, none longer than `maxWords`. */
  readonly ids: readonly (readonly (readonly number[])[])[];
  readonly pixels: PixelStore;
  /** Share of each photo's captions that name each tag: [indices, tags]. */
  tagShares(indices: readonly number[]): tf.Tensor2D;
}

export interface TrainingData {
  readonly corpus: Corpus;
  /** What config.json will hold. */
  readonly config: CaptionerConfig;
  readonly train: TrainingPhotos;
  readonly validation: ValidationPhotos;
  close(): Promise<void>;
}

export type OnDecoded = (what: string, done: number, count: number) => void;

function captionerConfig(config: TrainingConfig, corpus: Corpus): CaptionerConfig {
  const { hiddenSize, attentionSize, tagHiddenSize, tagCount, semanticCount, maxWords } = config.model;
  const { relevanceHiddenSize, jointHiddenSize, jointSize, jointPhotos } = config.model;
  return {
    format: 'ekphrasis/photo-captioner',
    formatVersion: 2,
    name: config.name,
    inputSize: encoderInputSize,
    vocabularySize: corpus.vocabulary.words.length,
    ...{ hiddenSize, attentionSize, tagHiddenSize, tagCount, semanticCount, maxWords },
    ...{ relevanceHiddenSize, jointHiddenSize, jointSize, jointPhotos },
    decoding: config.decoding,
    ranking: { features: ['score'], weights: [1], sharpness: 1 },
    confidence: { features: [], weights: [], bias: 0, hedgeBelow: 0 },
  };
}

function stackRows(rows: readonly Float32Array[]): tf.Tensor2D {
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) all.set(row, i * width);
  return tf.tensor2d(all, [rows.length, width]);
}

function openTrainingPhotos(
  images: readonly CaptionedImage[],
  corpus: Corpus,
  maxWords: number,
  pixels: PixelStore,
): TrainingPhotos {
  const shares = images.map((image) => tagTargets(corpus.vocabulary, corpus.tags, image.captions));
  return {
    count: images.length,
    ids: images.map((image) => captionIds(corpus.vocabulary, image.captions, maxWords)),
    pixels,
    tagShares: (indices) => stackRows(indices.map((index) => shares[index] ?? new Float32Array())),
  };
}

/** Photos as validation and calibration see them: as they are, encoded with the weights of the moment. */
export function validationPhotos(images: readonly CaptionedImage[], pixels: PixelStore): ValidationPhotos {
  return {
    count: images.length,
    references: images.map((image) => image.captions.map(tokenizeForScoring)),
    grids: async (weights, indices) => {
      const read = await pixels.read(indices);
      const grid = encodeGrid(weights, read);
      read.dispose();
      return grid;
    },
  };
}

/** Two to validate on: the confidence in a caption is fitted on photos and tried on others. */
const fewest = { train: 1, val: 2 } as const;

function photosOf(dataset: CaptionDataset, split: 'train' | 'val', most: number): readonly CaptionedImage[] {
  const photos = dataset.splits[split].slice(0, most);
  if (photos.length >= fewest[split]) return photos;
  throw new AppError(
    'data/missing',
    `${dataset.name} gives ${photos.length} photos of the split "${split}", and training needs ${fewest[split]} or more: give data with such a split, or a higher --limit.`,
  );
}

/**
 * Reads a dataset for a run; `limit` keeps only so many photos of each split.
 * @throws AppError data/missing, data/damaged, image/*, file/unwritable
 */
export async function openTrainingData(
  dataset: CaptionDataset,
  config: TrainingConfig,
  cacheFolder: string,
  limit: number | undefined,
  onDecoded: OnDecoded,
): Promise<TrainingData> {
  const train = photosOf(dataset, 'train', limit ?? Infinity);
  const val = photosOf(dataset, 'val', Math.min(limit ?? Infinity, config.validation.images));
  const corpus = readCorpus(train, config.model.minWordCount, config.model.tagCount);
  const open = (what: string, images: readonly CaptionedImage[]): Promise<PixelStore> =>
    openPixelStore(images, encoderInputSize, cacheFolder, (done, count) => {
      onDecoded(what, done, count);
    });
  const trainPixels = await open('training photos', train);
  const valPixels = await open('validation photos', val);
  return {
    corpus,
    config: captionerConfig(config, corpus),
    train: openTrainingPhotos(train, corpus, config.model.maxWords, trainPixels),
    validation: validationPhotos(val, valPixels),
    close: async () => {
      await trainPixels.close();
      await valPixels.close();
    },
  };
}
