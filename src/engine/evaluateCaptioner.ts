// Scores a model folder on a split of captioned photos: captions, tags, and whether the model knows when it is wrong,
// beside two baselines.
import * as tf from '@tensorflow/tfjs-core';
import { openCaptionDataset, type CaptionDataset, type CaptionedImage } from '../data/captionDataset.ts';
import { openSynonyms } from '../data/wordNet.ts';
import { AppError } from '../errors.ts';
import {
  coverageCurve,
  expectedCalibrationError,
  type CoveragePoint,
  type ReliabilityBin,
} from '../evaluation/calibration.ts';
import { cider } from '../evaluation/cider.ts';
import { scoreCaptions, type Scorecard, type ScorecardOptions } from '../evaluation/scorecard.ts';
import { meanAveragePrecision, microF1 } from '../evaluation/tagScores.ts';
import { tokenizeForScoring } from '../evaluation/tokenizeForScoring.ts';
import type { Findings } from '../model/candidates.ts';
import { captionProbability } from '../model/confidence.ts';
import { createWordFacts, rankCandidates } from '../model/ranking.ts';
import { disposePrepared, prepareWords, type PreparedWords } from '../model/preparedWords.ts';
import { toTensors, type Weights } from '../tensor/weights.ts';
import { detokenize } from '../text/tokenize.ts';
import { goodCider } from '../training/calibrate.ts';
import { tagTargets } from '../training/corpus.ts';
import { findAll } from '../training/findAll.ts';
import { wordsOf } from '../training/validate.ts';
import {
  gridsOf,
  mostCommonCaption,
  nearestRows,
  poolGrid,
  pooledFeatures,
  type OnProgress,
} from './captionBaselines.ts';
import { readModelFolder, type ModelFolder } from './modelFolder.ts';

export interface EvaluateOptions {
  readonly modelFolder: string;
  readonly dataFolder: string;
  readonly split: 'train' | 'val' | 'test';
  readonly beam: number;
  /** Only so many photos, for a trial. */
  readonly limit?: number | undefined;
  /** For the baseline's features. */
  readonly cacheFolder: string;
  readonly onProgress: OnProgress;
}

/** A tag counts as true of a photo when at least this share of its captions says it: 2 of 5. */
const tagShare = 0.4;
/** A tag counts as claimed from this probability on: the classifier learns the share of captions that say it. */
export const tagThreshold = 0.4;

const coverages = [1, 0.75, 0.5, 0.25];
const batchImages = 20;

/** One photo of an evaluation. */
export interface EvaluatedCaption {
  readonly file: string;
  readonly caption: string;
  readonly probability: number;
  readonly hedged: boolean;
  /** CIDEr of this caption, 0..10. */
  readonly cider: number;
  readonly references: readonly string[];
}

export interface Baseline {
  readonly key: 'nearestNeighbour' | 'mostCommonCaption';
  readonly name: string;
  readonly scores: Scorecard;
}

export interface Evaluation {
  readonly model: string;
  readonly data: string;
  readonly split: string;
  readonly beam: number;
  readonly scores: Scorecard;
  readonly tags: { readonly f1: number; readonly map: number; readonly threshold: number };
  /** A caption is good from the CIDEr `goodCider` on; the error is the expected calibration error. */
  readonly confidence: {
    readonly goodCider: number;
    readonly error: number;
    readonly good: number;
    readonly hedged: number;
    readonly bins: readonly ReliabilityBin[];
    /** Mean CIDEr of the photos of which the model is surest. */
    readonly coverage: readonly CoveragePoint[];
  };
  /** Empty where the data has no training photos. */
  readonly baselines: readonly Baseline[];
  readonly captions: readonly EvaluatedCaption[];
}

interface Found {
  readonly findings: readonly Findings[];
  /** [images * 1280] */
  readonly pooled: Float32Array;
}

async function findCaptions(
  model: ModelFolder,
  prepared: PreparedWords,
  images: readonly CaptionedImage[],
  options: EvaluateOptions,
): Promise<Found> {
  const pooled: Float32Array[] = [];
  const photos = {
    count: images.length,
    grids: async (encoder: Weights, indices: readonly number[]): Promise<tf.Tensor3D> => {
      const from = indices[0] ?? 0;
      const part = images.slice(from, from + indices.length);
      const grid = await gridsOf(part, encoder, model.config.inputSize);
      pooled.push(await poolGrid(grid));
      options.onProgress('captions', from + indices.length, images.length);
      return grid;
    },
  };
  const findings = await findAll(prepared, model.config, photos, { beam: options.beam, batchImages });
  const width = (pooled[0]?.length ?? 0) / Math.min(batchImages, images.length);
  const all = new Float32Array(images.length * width);
  for (const [i, part] of pooled.entries()) all.set(part, i * batchImages * width);
  return { findings, pooled: all };
}

function scoreTags(
  model: ModelFolder,
  images: readonly CaptionedImage[],
  probabilities: readonly Float32Array[],
): Evaluation['tags'] {
  const truth = images.map((image) =>
    tagTargets(model.vocabulary, model.tags, image.captions).map((share) => (share >= tagShare ? 1 : 0)),
  );
  return {
    f1: microF1(probabilities, truth, tagThreshold),
    map: meanAveragePrecision(probabilities, truth),
    threshold: tagThreshold,
  };
}

function scoreConfidence(captions: readonly EvaluatedCaption[]): Evaluation['confidence'] {
  const probabilities = captions.map((caption) => caption.probability);
  const good = captions.map((caption) => caption.cider >= goodCider);
  const share = (flags: readonly boolean[]): number => flags.filter((flag) => flag).length / flags.length;
  const meanCider = (covered: readonly number[]): number =>
    covered.reduce((sum, i) => sum + (captions[i]?.cider ?? 0), 0) / covered.length;
  return {
    goodCider,
    ...expectedCalibrationError(probabilities, good),
    good: share(good),
    hedged: share(captions.map((caption) => caption.hedged)),
    coverage: coverageCurve(probabilities, meanCider, coverages),
  };
}

async function scoreBaselines(
  model: ModelFolder,
  weights: Weights,
  dataset: CaptionDataset,
  photos: { readonly pooled: Float32Array; readonly references: readonly (readonly string[])[] },
  scoring: ScorecardOptions,
  options: EvaluateOptions,
): Promise<readonly Baseline[]> {
  const train = dataset.splits.train;
  if (train.length === 0) return [];
  const { arrays, config } = model;
  const known = await pooledFeatures(train, { ...options, arrays, weights, side: config.inputSize });
  const rows = await nearestRows(photos.pooled, known);
  const nearest = [...rows].map((row) => train[row]?.captions[0] ?? '');
  const common = mostCommonCaption(train.flatMap((image) => image.captions));
  const score = (captions: readonly string[]): Scorecard =>
    scoreCaptions(captions, photos.references, scoring);
  return [
    { key: 'nearestNeighbour', name: "nearest training photo's caption", scores: score(nearest) },
    {
      key: 'mostCommonCaption',
      name: `always "${common}"`,
      scores: score(photos.references.map(() => common)),
    },
  ];
}

function chooseImages(
  dataset: CaptionDataset,
  { dataFolder, split, limit }: EvaluateOptions,
): readonly CaptionedImage[] {
  const images = dataset.splits[split].slice(0, limit);
  if (images.length > 0) return images;
  const others = Object.entries(dataset.splits)
    .filter(([, found]) => found.length > 0)
    .map(([name, found]) => `${name} (${found.length} photos)`);
  throw new AppError(
    'usage',
    `${dataFolder} has no photos to score in its ${split} split: choose ${others.join(' or ') || 'another folder'}.`,
  );
}

/**
 * Captions every photo of the split with the current backend and scores what was said.
 * @throws AppError model/*, data/*, image/*, usage
 */
export async function evaluateCaptioner(options: EvaluateOptions): Promise<Evaluation> {
  const model = await readModelFolder(options.modelFolder);
  const dataset = await openCaptionDataset(options.dataFolder);
  const images = chooseImages(dataset, options);
  const references = images.map((image) => image.captions);
  const weights = toTensors(model.arrays);
  const prepared = await prepareWords(weights);
  const { findings, pooled } = await findCaptions(model, prepared, images, options);
  const facts = createWordFacts(model.vocabulary, model.counts, model.tags);
  const ranked = findings.map((found) => rankCandidates(model.config.ranking, found, facts));
  const texts = ranked.map(([best]) => detokenize(best ? wordsOf(best, model.vocabulary) : []));
  const { scores: ciders } = cider(
    texts.map(tokenizeForScoring),
    references.map((captions) => captions.map(tokenizeForScoring)),
  );
  const tags = findings.map((found) => found.tags);
  const captions = images.map(({ file }, i): EvaluatedCaption => {
    const evidence = { sentences: ranked[i] ?? [], tags: tags[i] ?? new Float32Array(), facts };
    const probability = captionProbability(model.config.confidence, evidence);
    return {
      file,
      caption: texts[i] ?? '',
      probability,
      hedged: probability < model.config.confidence.hedgeBelow,
      cider: ciders[i] ?? 0,
      references: references[i] ?? [],
    };
  });
  const corpus = dataset.splits.train.map((image) => image.captions);
  const scoring = { synonyms: openSynonyms(), ...(corpus.length > 0 && { corpus }) };
  const baselines = await scoreBaselines(model, weights, dataset, { pooled, references }, scoring, options);
  disposePrepared(prepared);
  tf.dispose({ ...weights });
  return {
    model: model.model,
    data: dataset.name,
    split: options.split,
    beam: options.beam,
    scores: scoreCaptions(texts, references, scoring),
    tags: scoreTags(model, images, tags),
    confidence: scoreConfidence(captions),
    baselines,
    captions,
  };
}
