// Drafts every study of a split and scores it: words, findings, tags, stop control, gate, beside three baselines.
import * as tf from '@tensorflow/tfjs-core';
import { readOpenI } from '../data/openI.ts';
import { openSynonyms } from '../data/wordNet.ts';
import { AppError } from '../errors.ts';
import { meanAuroc } from '../evaluation/auroc.ts';
import { observations } from '../evaluation/findings/observations.ts';
import type { ReportText } from '../evaluation/reportScores.ts';
import { meanAveragePrecision } from '../evaluation/tagScores.ts';
import { gridChannels } from '../model/mobileNetV2.ts';
import { toTensors, type Weights } from '../tensor/weights.ts';
import { openFilms, type Films } from '../training/reporter/films.ts';
import { referenceOf } from '../training/reporter/studyData.ts';
import { tagTruth } from '../training/reporter/studyCorpus.ts';
import { constantReport, nearestStudies, randomReports, type PooledStudy } from './reportBaselines.ts';
import { draftSplit } from './reportEvaluation/draftSplit.ts';
import { gridBatches, poolBatch } from './reportEvaluation/gridBatches.ts';
import { scoreApart, type ScoredReports } from './reportEvaluation/scoreApart.ts';
import { viewAccuracy } from './reportEvaluation/viewAccuracy.ts';
import { keepPooled, type PooledKey } from './pooledCache.ts';
import { readReporterFolder } from './reporterFolder.ts';

export interface EvaluateReporterOptions {
  readonly modelFolder: string;
  readonly dataFolder: string;
  readonly split: 'train' | 'val' | 'test';
  /** Only the first studies. */
  readonly limit: number | undefined;
  readonly cacheFolder: string;
  readonly onProgress: (what: string, done: number, count: number) => void;
}

/** One study as it was drafted. */
export interface EvaluatedStudy {
  readonly uid: string;
  readonly draft: ReportText;
  readonly reference: ReportText;
  /** Probabilities of the 14 observations, calibrated, in their order. */
  readonly observations: readonly number[];
  readonly normal: boolean;
}

/** Means over the tags with at least one study of the split that has them; `observations` over the 14 alone. */
export interface TagQuality {
  readonly auroc: number;
  readonly averagePrecision: number;
  readonly observationsAuroc: number;
  readonly observationsAveragePrecision: number;
  readonly count: number;
}

export interface ReporterEvaluation {
  readonly model: string;
  readonly data: string;
  readonly split: string;
  readonly rows: readonly ScoredReports[];
  readonly tags: TagQuality;
  /** Share of places of the references at which the stop control decides as the reference does. */
  readonly stopAccuracy: number;
  /** Share of the films that the gate takes for the view that they are. */
  readonly viewAccuracy: number;
  readonly films: number;
  readonly studies: readonly EvaluatedStudy[];
}

const onlyObservations = (rows: readonly Float32Array[]): Float32Array[] =>
  rows.map((row) => row.slice(0, observations.length));

function scoreTags(probabilities: readonly Float32Array[], truth: readonly Float32Array[]): TagQuality {
  const [observed, observedTruth] = [onlyObservations(probabilities), onlyObservations(truth)];
  const tags = [...(truth[0]?.keys() ?? [])];
  return {
    auroc: meanAuroc(probabilities, truth),
    averagePrecision: meanAveragePrecision(probabilities, truth),
    observationsAuroc: meanAuroc(observed, observedTruth),
    observationsAveragePrecision: meanAveragePrecision(observed, observedTruth),
    count: tags.filter((tag) => truth.some((row) => row[tag] === 1)).length,
  };
}

/** Pooled features of all studies of these films, from the cache or made now. */
async function poolAll(
  key: Omit<PooledKey, 'of'>,
  weights: Weights,
  films: Films,
  onDone: (done: number, count: number) => void,
): Promise<PooledStudy[]> {
  const width = 2 * gridChannels;
  const all = await keepPooled(
    { ...key, of: [films.pixels.key, films.places] },
    films.places.length * width,
    async () => {
      const values = new Float32Array(films.places.length * width);
      for await (const { places, grids } of gridBatches(weights, films, onDone))
        for (const [i, { pooled }] of (await poolBatch(grids)).entries())
          values.set(pooled, (places[i] ?? 0) * width);
      return values;
    },
  );
  return films.places.map(({ frontal, lateral }, study) => ({
    pooled: all.subarray(study * width, (study + 1) * width),
    present: [Math.min(1, frontal.length), Math.min(1, lateral.length)],
  }));
}

/** Words are scored where people wrote findings: a few studies may have none. @throws AppError usage */
function requireFindings(reports: readonly ReportText[], what: string): void {
  if (reports.some(({ findings }) => findings.length > 0)) return;
  throw new AppError(
    'usage',
    `No study taken from ${what} has findings to compare with: take more, or others.`,
  );
}

/**
 * @throws AppError model/*, data/*, image/*, usage
 */
export async function evaluateReporter(options: EvaluateReporterOptions): Promise<ReporterEvaluation> {
  const { split, limit, cacheFolder, onProgress } = options;
  const model = await readReporterFolder(options.modelFolder);
  const dataset = await readOpenI(options.dataFolder);
  const studies = dataset.splits[split].slice(0, limit);
  const references = studies.map(referenceOf);
  const training = dataset.splits.train.map(referenceOf);
  requireFindings(references, `the ${split} split of ${options.dataFolder}`);
  requireFindings(training, `the training split of ${options.dataFolder}, which the baselines speak from,`);
  const progress =
    (what: string) =>
    (done: number, count: number): void => {
      onProgress(what, done, count);
    };
  const films = await openFilms(studies, cacheFolder, progress('films'));
  const known = await openFilms(dataset.splits.train, cacheFolder, progress('films'));
  const weights = toTensors(model.arrays);
  try {
    const drafted = await draftSplit(model, weights, studies, films, progress('drafts'));
    const views = await viewAccuracy(weights, films, progress('gate'));
    const trainingFeatures = await poolAll(
      { arrays: model.arrays, cacheFolder },
      weights,
      known,
      progress('training studies'),
    );
    const nearest = await nearestStudies(drafted.pooled, trainingFeatures);
    // A study is normal where people indexed it so, whatever a labeler makes of its words.
    const normal = studies.map(({ problems }) => problems.join() === 'normal');
    const synonyms = openSynonyms();
    const score = (name: string, drafts: readonly ReportText[]): ScoredReports =>
      scoreApart(name, drafts, references, normal, synonyms);
    const constant = constantReport(training);
    return {
      model: model.model,
      data: dataset.name,
      split,
      rows: [
        score(model.model, drafted.drafts),
        score(
          'one constant report',
          references.map(() => constant),
        ),
        score('a training report by chance', randomReports(training, studies.length)),
        score(
          "nearest training study's report",
          [...nearest].map((place) => training[place] as ReportText),
        ),
      ],
      tags: scoreTags(
        drafted.probabilities,
        studies.map((study) => tagTruth(model, study)),
      ),
      stopAccuracy: drafted.stopAccuracy,
      viewAccuracy: views.accuracy,
      films: views.count,
      studies: studies.map(({ uid }, i) => ({
        uid,
        draft: drafted.drafts[i] as ReportText,
        reference: {
          findings: references[i]?.findings ?? [],
          impression: references[i]?.impression ?? [],
        },
        observations: [...(drafted.probabilities[i]?.slice(0, observations.length) ?? [])],
        normal: normal[i] ?? false,
      })),
    };
  } finally {
    tf.dispose({ ...weights });
    await films.pixels.close();
    await known.pixels.close();
  }
}
