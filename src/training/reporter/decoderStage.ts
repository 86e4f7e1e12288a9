// The decoder learns reports from cached grids of the finished encoder, with the tags that the reports name asserted.
import * as tf from '@tensorflow/tfjs-core';
import { draftStudies, type Speaker } from '../../drafting/draftStudies.ts';
import { planFrom } from '../../drafting/plan.ts';
import { scoreReports, type ReportText } from '../../evaluation/reportScores.ts';
import { encoderPartOf, encoderParts } from '../../model/mobileNetV2.ts';
import { shuffle, type Random } from '../../random.ts';
import type { NamedArray } from '../../tensor/safetensors.ts';
import type { Weights } from '../../tensor/weights.ts';
import type { FeatureCache } from '../featureCache.ts';
import { draftLesson } from './draftLesson.ts';
import { drawFilms, firstFilms, type ChosenFilms } from './films.ts';
import type { CourseTask } from './learn.ts';
import type { DecoderStage } from './reporterTraining.ts';
import type { StudyData } from './studyData.ts';
import { presence } from './tagLesson.ts';
import type { StudyGrids } from '../../model/reporter/studyFeatures.ts';

/** Everything but the encoder, the tag classifier and the gate. */
export function decoderWeights(arrays: ReadonlyMap<string, NamedArray>): string[] {
  const encoder = new Set(encoderParts);
  return [...arrays.keys()].filter(
    (name) => !encoder.has(encoderPartOf(name)) && !/^(tags\/(hidden|output)|gate)\//.test(name),
  );
}

/** Grids from the cache; a view that is missing gets any film, which `present` keeps from being looked at. */
export async function cachedGrids(
  cache: FeatureCache,
  films: ChosenFilms,
  drawView: () => number,
): Promise<StudyGrids> {
  const read = (places: readonly (number | undefined)[]): Promise<tf.Tensor3D> =>
    cache.read(
      places.map((place) => place ?? 0),
      places.map(drawView),
    );
  const frontal = await read(films.frontal);
  const lateral = await read(films.lateral);
  return { frontal, lateral, present: presence(films) };
}

/** All abnormal studies and some of the normal ones, in an order by chance. */
function drawStudies(
  train: StudyData,
  { normalShare, batchStudies }: DecoderStage,
  random: Random,
): number[][] {
  const kept = [...train.studies.keys()].filter((study) => {
    const spoken = (train.ids[study] ?? []).some((sentences) => sentences.length > 0);
    return spoken && (!(train.normal[study] ?? false) || random.next() < normalShare);
  });
  const order = shuffle(kept, random);
  const steps = Math.floor(order.length / batchStudies);
  return Array.from({ length: steps }, (_, i) => order.slice(i * batchStudies, (i + 1) * batchStudies));
}

/** The tags to assert: those that are true, each left out with the chance `tagDropout`, in an order by chance. */
function drawTags(truth: Float32Array, tagDropout: number, random: Random): number[] {
  const tags = [...truth.keys()].filter((tag) => truth[tag] === 1 && random.next() >= tagDropout);
  return shuffle(tags, random);
}

export interface DecoderInput {
  readonly stage: DecoderStage;
  readonly base: ReadonlyMap<string, NamedArray>;
  readonly speaker: Omit<Speaker, 'weights'>;
  readonly train: StudyData;
  readonly trainCache: FeatureCache;
  readonly validation: StudyData;
  readonly validationCache: FeatureCache;
  /** Calibrated probabilities of the tags of the validation studies. */
  readonly probabilities: readonly Float32Array[];
}

const draftedAtOnce = 50;

/** Drafts of the first studies of the validation split by their predicted plans. */
export async function draftValidation(
  weights: Weights,
  { speaker, validation, validationCache, probabilities }: DecoderInput,
  count: number,
): Promise<ReportText[]> {
  const drafts: ReportText[] = [];
  for (let from = 0; from < count; from += draftedAtOnce) {
    const studies = Array.from({ length: Math.min(draftedAtOnce, count - from) }, (_, i) => from + i);
    const grids = await cachedGrids(validationCache, firstFilms(validation.films, studies), () => 0);
    const plans = studies.map((study) =>
      planFrom(speaker.tags, probabilities[study] ?? new Float32Array(), speaker.config.thresholds),
    );
    const found = await draftStudies({ ...speaker, weights }, grids, plans);
    tf.dispose({ ...grids });
    for (const draft of found) {
      const of = (section: string): string[] =>
        draft.filter((sentence) => sentence.section === section).map(({ text }) => text);
      drafts.push({ findings: of('findings'), impression: of('impression') });
    }
  }
  return drafts;
}

export function decoderCourse(
  input: DecoderInput,
): Pick<CourseTask, 'stage' | 'base' | 'trained' | 'batches' | 'prepare' | 'validate'> {
  const { stage, base, speaker, train, validation } = input;
  return {
    stage: { ...stage, encoderRate: 0 },
    base,
    trained: decoderWeights(base),
    batches: (random) => drawStudies(train, stage, random),
    prepare: async (studies, random) => {
      const films = drawFilms(train.films, studies, stage.viewDropout, random);
      const grids = await cachedGrids(input.trainCache, films, () =>
        Math.floor(random.next() * stage.cachedViews),
      );
      const tags = studies.map((study) =>
        drawTags(train.said[study] ?? new Float32Array(), stage.tagDropout, random),
      );
      const reports = studies.map((study) => train.ids[study] ?? []);
      return draftLesson(speaker.config, stage, grids, tags, reports);
    },
    validate: async (weights, epoch) => {
      if (epoch % stage.validateEvery !== 0 && epoch !== stage.epochs) return undefined;
      const count = Math.min(stage.validationStudies, validation.studies.length);
      const drafts = await draftValidation(weights, input, count);
      const { text, findings, contradictory } = scoreReports(drafts, validation.references.slice(0, count));
      const { microF1, macroF1 } = findings;
      return {
        // Findings first, words second: a model can have the best words while it calls every study normal.
        choice: microF1 + text.bleu4,
        ...{ microF1, macroF1, bleu4: text.bleu4, rougeL: text.rougeL, cider: text.cider },
        ...{ distinct: text.distinct, contradictory },
      };
    },
  };
}
