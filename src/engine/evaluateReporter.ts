// Drafts every study of a split and scores it: words, findings, tags, stop control, gate, beside three baselines.
import * as tf from '@tensorflow/tfjs-core';
import { readOpenI, type Study } from '../data/openI.ts';
import { draftStudies, type DraftedSentence } from '../drafting/draftStudies.ts';
import { planFrom, planOf } from '../drafting/plan.ts';
import { AppError } from '../errors.ts';
import { meanAuroc } from '../evaluation/auroc.ts';
import { observations } from '../evaluation/findings/observations.ts';
import { scoreReports, type ReportScores, type ReportText } from '../evaluation/reportScores.ts';
import { meanAveragePrecision } from '../evaluation/tagScores.ts';
import { gateKinds } from '../model/reporter/config.ts';
import { gateProbabilities } from '../model/reporter/gate.ts';
import { startSections, stepSentence } from '../model/reporter/sentenceLstm.ts';
import { poolViews, type StudyGrids } from '../model/reporter/studyFeatures.ts';
import { rememberStudies, studyTagLogits, toAssertions } from '../model/reporter/studyTags.ts';
import { toTensors, weight, type Weights } from '../tensor/weights.ts';
import { openFilms, type Films } from '../training/reporter/films.ts';
import { gridsOfStudies } from '../training/reporter/lookAtStudies.ts';
import { referenceOf } from '../training/reporter/studyData.ts';
import { sentenceIds, tagTruth } from '../training/reporter/studyCorpus.ts';
import { openSynonyms } from '../data/wordNet.ts';
import { constantReport, nearestStudies, randomReports, type PooledStudy } from './reportBaselines.ts';
import { readReporterFolder, type ReporterFolder } from './reporterFolder.ts';

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

/** Scores of all studies, and of the normal and the abnormal ones apart. */
export interface ScoredReports {
  readonly name: string;
  readonly all: ReportScores;
  readonly normal: ReportScores | undefined;
  readonly abnormal: ReportScores | undefined;
}

export interface ReporterEvaluation {
  readonly model: string;
  readonly data: string;
  readonly split: string;
  readonly rows: readonly ScoredReports[];
  /** Means over the tags with at least one study of the split that has them; `observations` over the 14 alone. */
  readonly tags: {
    readonly auroc: number;
    readonly averagePrecision: number;
    readonly observationsAuroc: number;
    readonly observationsAveragePrecision: number;
    readonly count: number;
  };
  /** Share of places of the references at which the stop control decides as the reference does. */
  readonly stopAccuracy: number;
  /** Share of the films that the gate takes for the view that they are. */
  readonly viewAccuracy: number;
  readonly films: number;
  readonly studies: readonly EvaluatedStudy[];
}

const batchStudies = 16;

interface Looked {
  readonly probabilities: readonly Float32Array[];
  readonly pooled: readonly PooledStudy[];
  readonly drafts: readonly ReportText[];
  readonly stops: { right: number; places: number };
}

const sectionsOf = (draft: readonly DraftedSentence[]): ReportText => {
  const of = (section: DraftedSentence['section']): string[] =>
    draft.filter((sentence) => sentence.section === section).map(({ text }) => text);
  return { findings: of('findings'), impression: of('impression') };
};

async function poolStudies(grids: StudyGrids): Promise<PooledStudy[]> {
  const pooled = poolViews(grids);
  const [values, present] = await Promise.all([pooled.data<'float32'>(), grids.present.data()]);
  const [n, width] = pooled.shape;
  pooled.dispose();
  return Array.from({ length: n }, (_, i) => ({
    pooled: values.slice(i * width, (i + 1) * width),
    present: [present[2 * i] ?? 0, present[2 * i + 1] ?? 0],
  }));
}

/** Stop decisions along the reference's own sentences, the tags of the plan asserted. */
async function countStops(
  model: ReporterFolder,
  weights: Weights,
  grids: StudyGrids,
  plans: readonly (readonly number[])[],
  reports: readonly (readonly (readonly (readonly number[])[])[])[],
): Promise<{ right: number; places: number }> {
  const { config } = model;
  const steps = Math.max(0, ...reports.flat().map((sentences) => sentences.length)) + 1;
  const stops = tf.tidy(() => {
    const memory = rememberStudies(weights, grids, toAssertions(plans, config));
    const embedding = weight(weights, 'words/embedding');
    const [vocabulary, hidden] = embedding.shape;
    let state = startSections(weights, memory);
    const found: tf.Tensor2D[] = [];
    for (let step = 0; step < steps; step++) {
      const rows = reports.flat();
      const bag = new Float32Array(rows.length * vocabulary);
      for (const [row, sentences] of rows.entries()) {
        const words = sentences[step - 1] ?? [];
        for (const id of words)
          bag[row * vocabulary + id] = (bag[row * vocabulary + id] ?? 0) + 1 / words.length;
      }
      const before = tf.matMul(tf.tensor2d(bag, [rows.length, vocabulary]), embedding);
      const next = stepSentence(weights, memory, state, tf.reshape(before, [reports.length, -1, hidden]));
      found.push(tf.sigmoid(next.stop));
      state = next;
    }
    return tf.stack(found, 2); // [n, sections, steps]
  });
  const values = await stops.data<'float32'>();
  stops.dispose();
  let [right, places] = [0, 0];
  for (const [row, { length }] of reports.flat().entries()) {
    if (length === 0) continue;
    for (let step = 0; step <= Math.min(length, config.maxSentences - 1); step++) {
      places++;
      const says = (values[row * steps + step] ?? 0) >= config.decoding.stopAt;
      if (says === (step === length)) right++;
    }
  }
  return { right, places };
}

async function lookAtAll(
  model: ReporterFolder,
  weights: Weights,
  studies: readonly Study[],
  films: Films,
  onProgress: EvaluateReporterOptions['onProgress'],
): Promise<Looked> {
  const { config, vocabulary, tags } = model;
  const probabilities: Float32Array[] = [];
  const pooled: PooledStudy[] = [];
  const drafts: ReportText[] = [];
  const stops = { right: 0, places: 0 };
  for (let from = 0; from < studies.length; from += batchStudies) {
    const places = Array.from({ length: Math.min(batchStudies, studies.length - from) }, (_, i) => from + i);
    const grids = await gridsOfStudies(weights, films, places);
    pooled.push(...(await poolStudies(grids)));
    const found = tf.tidy(() =>
      tf.sigmoid(tf.div(studyTagLogits(weights, poolViews(grids)), config.temperature)),
    );
    const values = await found.data<'float32'>();
    found.dispose();
    const own = places.map((_, i) => values.slice(i * tags.length, (i + 1) * tags.length));
    probabilities.push(...own);
    const plans = own.map((row) => planFrom(tags, row, config.thresholds));
    const drafted = await draftStudies({ weights, config, vocabulary, tags }, grids, plans);
    drafts.push(...drafted.map(sectionsOf));
    const truths = places.map((place) => tagTruth(model, studies[place] as Study));
    const asserted = truths.map(
      (row) =>
        planOf(
          tags,
          [...row.keys()].filter((tag) => row[tag] === 1),
        ).tags,
    );
    const reports = places.map((place) => sentenceIds(vocabulary, studies[place] as Study, config));
    const counted = await countStops(model, weights, grids, asserted, reports);
    stops.right += counted.right;
    stops.places += counted.places;
    tf.dispose({ ...grids });
    onProgress('drafts', from + places.length, studies.length);
  }
  return { probabilities, pooled, drafts, stops };
}

async function poolTraining(
  weights: Weights,
  studies: readonly Study[],
  films: Films,
  onProgress: EvaluateReporterOptions['onProgress'],
): Promise<PooledStudy[]> {
  const pooled: PooledStudy[] = [];
  for (let from = 0; from < studies.length; from += batchStudies) {
    const places = Array.from({ length: Math.min(batchStudies, studies.length - from) }, (_, i) => from + i);
    const grids = await gridsOfStudies(weights, films, places);
    pooled.push(...(await poolStudies(grids)));
    tf.dispose({ ...grids });
    onProgress('training studies', from + places.length, studies.length);
  }
  return pooled;
}

/** Share of all films that the gate takes for what they are. */
async function scoreViews(
  weights: Weights,
  films: Films,
  onProgress: EvaluateReporterOptions['onProgress'],
): Promise<{ readonly accuracy: number; readonly count: number }> {
  const all = films.places.flatMap(({ frontal, lateral }) => [
    ...frontal.map((place) => ({ place, kind: 'frontal' })),
    ...lateral.map((place) => ({ place, kind: 'lateral' })),
  ]);
  let right = 0;
  for (let from = 0; from < all.length; from += 2 * batchStudies) {
    const part = all.slice(from, from + 2 * batchStudies);
    const chosen = {
      places: part.map(({ place }) => ({ frontal: [place], lateral: [] })),
      pixels: films.pixels,
    };
    const grids = await gridsOfStudies(weights, chosen, [...part.keys()]);
    const kinds = tf.tidy(() => tf.argMax(gateProbabilities(weights, grids.frontal), 1));
    const found = await kinds.data<'int32'>();
    tf.dispose([kinds, { ...grids }]);
    right += part.filter(({ kind }, i) => gateKinds[found[i] ?? -1] === kind).length;
    onProgress('gate', from + part.length, all.length);
  }
  return { accuracy: right / all.length, count: all.length };
}

function scoreApart(
  name: string,
  drafts: readonly ReportText[],
  references: readonly ReportText[],
  normal: readonly boolean[],
): ScoredReports {
  const synonyms = openSynonyms();
  const only = (keep: (place: number) => boolean): ReportScores | undefined => {
    const places = [...drafts.keys()].filter(keep);
    const of = (reports: readonly ReportText[]): ReportText[] =>
      places.map((place) => reports[place] as ReportText);
    if (!places.some((place) => references[place]?.findings.length !== 0)) return undefined;
    return scoreReports(of(drafts), of(references), synonyms);
  };
  return {
    name,
    all: scoreReports(drafts, references, synonyms),
    normal: only((place) => normal[place] === true),
    abnormal: only((place) => normal[place] === false),
  };
}

/**
 * @throws AppError model/*, data/*, image/*, usage
 */
export async function evaluateReporter(options: EvaluateReporterOptions): Promise<ReporterEvaluation> {
  const { split, limit, cacheFolder, onProgress } = options;
  const model = await readReporterFolder(options.modelFolder);
  const dataset = await readOpenI(options.dataFolder);
  const studies = dataset.splits[split].slice(0, limit);
  if (studies.length === 0) {
    throw new AppError(
      'usage',
      `${options.dataFolder} has no studies in its ${split} split: choose another.`,
    );
  }
  const decoded = (done: number, count: number): void => onProgress('films', done, count);
  const films = await openFilms(studies, cacheFolder, decoded);
  const known = await openFilms(dataset.splits.train, cacheFolder, decoded);
  const weights = toTensors(model.arrays);
  try {
    const looked = await lookAtAll(model, weights, studies, films, onProgress);
    const views = await scoreViews(weights, films, onProgress);
    const training = dataset.splits.train.map(referenceOf);
    const nearest = await nearestStudies(
      looked.pooled,
      await poolTraining(weights, dataset.splits.train, known, onProgress),
    );
    const references = studies.map(referenceOf);
    // A study is normal where people indexed it so, whatever a labeler makes of its words.
    const normal = studies.map(({ problems }) => problems.join() === 'normal');
    const truth = studies.map((study) => tagTruth(model, study));
    const observed = (rows: readonly Float32Array[]): Float32Array[] =>
      rows.map((row) => row.slice(0, observations.length));
    const score = (name: string, drafts: readonly ReportText[]): ScoredReports =>
      scoreApart(name, drafts, references, normal);
    const constant = constantReport(training);
    const there = (tag: number): boolean => truth.some((row) => row[tag] === 1);
    return {
      model: model.model,
      data: dataset.name,
      split,
      rows: [
        score(model.model, looked.drafts),
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
      tags: {
        auroc: meanAuroc(looked.probabilities, truth),
        averagePrecision: meanAveragePrecision(looked.probabilities, truth),
        observationsAuroc: meanAuroc(observed(looked.probabilities), observed(truth)),
        observationsAveragePrecision: meanAveragePrecision(observed(looked.probabilities), observed(truth)),
        count: model.tags.filter((_, tag) => there(tag)).length,
      },
      stopAccuracy: looked.stops.right / Math.max(1, looked.stops.places),
      viewAccuracy: views.accuracy,
      films: views.count,
      studies: studies.map(({ uid }, i) => ({
        uid,
        draft: looked.drafts[i] as ReportText,
        reference: references[i] as ReportText,
        observations: [...(looked.probabilities[i]?.slice(0, observations.length) ?? [])],
        normal: normal[i] ?? false,
      })),
    };
  } finally {
    tf.dispose({ ...weights });
    await films.pixels.close();
    await known.pixels.close();
  }
}
