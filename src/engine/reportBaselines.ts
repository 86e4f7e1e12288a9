// What a reporter has to beat: one report for every study, a report by chance, and the report of the training study that
// looks most alike.
import * as tf from '@tensorflow/tfjs-core';
import { bleu } from '../evaluation/bleu.ts';
import type { ReportText } from '../evaluation/reportScores.ts';
import { tokenizeForScoring } from '../evaluation/tokenizeForScoring.ts';
import { createRandom } from '../random.ts';

const textOf = ({ findings }: ReportText): string => findings.join(' ');

/** Candidates for the constant report. */
const mostTried = 300;

/**
 * The training report that says the findings of all training reports best: the most BLEU-4 against them, among the
 * reports that were written more than once and some others.
 */
export function constantReport(training: readonly ReportText[]): ReportText {
  const spoken = training.filter(({ findings }) => findings.length > 0);
  const times = new Map<string, { readonly report: ReportText; count: number }>();
  for (const report of spoken) {
    const known = times.get(textOf(report)) ?? { report, count: 0 };
    times.set(textOf(report), { report, count: known.count + 1 });
  }
  const tried = [...times.values()].sort((a, b) => b.count - a.count).slice(0, mostTried);
  const references = spoken.map((report) => [tokenizeForScoring(textOf(report))]);
  let best = { report: training[0] as ReportText, score: -1 };
  for (const { report } of tried) {
    const words = tokenizeForScoring(textOf(report));
    const [, , , score] = bleu(
      references.map(() => words),
      references,
    ).score;
    if (score > best.score) best = { report, score };
  }
  return best.report;
}

/** A training report with findings for each study, drawn by a fixed seed. */
export function randomReports(training: readonly ReportText[], count: number): ReportText[] {
  const spoken = training.filter(({ findings }) => findings.length > 0);
  const random = createRandom(1);
  return Array.from({ length: count }, () => spoken[Math.floor(random.next() * spoken.length)] as ReportText);
}

/** A study's pooled features of both views, with which of them are there: [2 * 1280], [2]. */
export interface PooledStudy {
  readonly pooled: Float32Array;
  readonly present: readonly [number, number];
}

/**
 * For each study the training study whose films look most alike: the mean cosine over the views that both have.
 * @returns places among `training`
 */
export async function nearestStudies(
  studies: readonly PooledStudy[],
  training: readonly PooledStudy[],
): Promise<Int32Array> {
  const nearest = tf.tidy(() => {
    const unit = (of: readonly PooledStudy[], view: number): tf.Tensor2D => {
      const rows = tf.tensor2d(
        of.map(({ pooled }) => {
          const half = pooled.length / 2;
          return [...pooled.subarray(view * half, (view + 1) * half)];
        }),
      );
      return tf.div(rows, tf.add(tf.norm(rows, 2, 1, true), 1e-9));
    };
    const there = (of: readonly PooledStudy[], view: number): tf.Tensor2D =>
      tf.tensor2d(
        of.map(({ present }) => [present[view] ?? 0]),
        [of.length, 1],
      );
    const views = [0, 1].map((view) => ({
      cosines: tf.matMul(unit(studies, view), unit(training, view), false, true),
      both: tf.matMul(there(studies, view), there(training, view), false, true),
    }));
    const sums = tf.addN(views.map(({ cosines, both }) => tf.mul(cosines, both)));
    const counts = tf.addN(views.map(({ both }) => both));
    return tf.argMax(tf.div(sums, tf.maximum(counts, 0.1)), 1);
  });
  const places = await nearest.data<'int32'>();
  nearest.dispose();
  return places;
}
