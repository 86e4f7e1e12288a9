// Every study of a split as the model sees it: probabilities of its tags, its draft, and what its stop control decides.
import * as tf from '@tensorflow/tfjs-core';
import type { Study } from '../../data/openI.ts';
import { draftStudies, type DraftedSentence } from '../../drafting/draftStudies.ts';
import { planFrom } from '../../drafting/plan.ts';
import type { ReportText } from '../../evaluation/reportScores.ts';
import { poolViews, type StudyGrids } from '../../model/reporter/studyFeatures.ts';
import { studyTagLogits } from '../../model/reporter/studyTags.ts';
import type { Weights } from '../../tensor/weights.ts';
import type { Films } from '../../training/reporter/films.ts';
import type { PooledStudy } from '../reportBaselines.ts';
import type { ReporterFolder } from '../reporterFolder.ts';
import { gridBatches, poolBatch } from './gridBatches.ts';
import { countStops } from './stopAccuracy.ts';

export interface DraftedSplit {
  /** One row a study, calibrated. */
  readonly probabilities: readonly Float32Array[];
  readonly pooled: readonly PooledStudy[];
  readonly drafts: readonly ReportText[];
  /** Share of the places of the references at which the stop control decides as the reference does. */
  readonly stopAccuracy: number;
}

const reportOf = (draft: readonly DraftedSentence[]): ReportText => {
  const of = (section: DraftedSentence['section']): string[] =>
    draft.filter((sentence) => sentence.section === section).map(({ text }) => text);
  return { findings: of('findings'), impression: of('impression') };
};

async function probabilitiesOf(
  { config, tags }: ReporterFolder,
  weights: Weights,
  grids: StudyGrids,
): Promise<Float32Array[]> {
  const found = tf.tidy(() =>
    tf.sigmoid(tf.div(studyTagLogits(weights, poolViews(grids)), config.temperature)),
  );
  const values = await found.data<'float32'>();
  const [count] = found.shape;
  found.dispose();
  return Array.from({ length: count }, (_, i) => values.slice(i * tags.length, (i + 1) * tags.length));
}

/** @param films of the studies */
export async function draftSplit(
  model: ReporterFolder,
  weights: Weights,
  studies: readonly Study[],
  films: Films,
  onDone: (done: number, count: number) => void,
): Promise<DraftedSplit> {
  const { config, vocabulary, tags } = model;
  const probabilities: Float32Array[] = [];
  const pooled: PooledStudy[] = [];
  const drafts: ReportText[] = [];
  let [right, all] = [0, 0];
  for await (const { places, grids } of gridBatches(weights, films, onDone)) {
    pooled.push(...(await poolBatch(grids)));
    const own = await probabilitiesOf(model, weights, grids);
    probabilities.push(...own);
    const plans = own.map((row) => planFrom(tags, row, config.thresholds));
    const drafted = await draftStudies({ weights, config, vocabulary, tags }, grids, plans);
    drafts.push(...drafted.map(reportOf));
    const stops = await countStops(
      model,
      weights,
      grids,
      places.map((place) => studies[place] as Study),
    );
    right += stops.right;
    all += stops.places;
  }
  return { probabilities, pooled, drafts, stopAccuracy: right / Math.max(1, all) };
}
