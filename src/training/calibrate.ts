// Fits the captioner's confidence on validation photos: ridge regression of each caption's CIDEr on what the model
// knows, then Platt's sigmoid on out-of-fold scores, so that the probability is honest about photos never seen.
import { fitPlatt } from '../evaluation/calibration.ts';
import { confidenceFeatures, type Evidence } from '../model/confidence.ts';
import type { CaptionerConfig } from '../model/config.ts';

export interface Calibrated {
  readonly confidence: CaptionerConfig['confidence'];
  /** Out-of-fold probability of each validation caption, in order. */
  readonly probabilities: readonly number[];
}

/** A caption counts as good from this CIDEr on (0..10): it shares phrases with what people wrote. */
export const goodCider = 0.5;
/** Captions with a smaller probability of being good are hedged. */
const hedgeBelow = 1 / 3;
const folds = 10;
const ridges = [3, 10, 30, 100, 300, 1000, 3000];

interface Line {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Solves A x = b for a symmetric positive definite A (Cholesky). */
function solve(a: number[][], b: readonly number[]): number[] {
  const n = b.length;
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i++) {
    const li = l[i] as number[];
    for (let j = 0; j <= i; j++) {
      const lj = l[j] as number[];
      let sum = a[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (li[k] as number) * (lj[k] as number);
      li[j] = i === j ? Math.sqrt(sum) : sum / (lj[j] as number);
    }
  }
  const y: number[] = [];
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i]?.[k] as number) * (y[k] as number);
    y.push(sum / (l[i]?.[i] as number));
  }
  const x = y.map(() => 0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (l[k]?.[i] as number) * (x[k] as number);
    x[i] = sum / (l[i]?.[i] as number);
  }
  return x;
}

/** Ridge regression on features scaled to unit deviation; the weights are for the features as they are. */
function fitRidge(rows: readonly (readonly number[])[], targets: readonly number[], ridge: number): Line {
  const width = rows[0]?.length ?? 0;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const columns = Array.from({ length: width }, (_, j) => rows.map((row) => row[j] ?? 0));
  const centres = columns.map(mean);
  const scales = columns.map(
    (column, j) => Math.sqrt(mean(column.map((v) => (v - (centres[j] ?? 0)) ** 2))) || 1,
  );
  const scaled = rows.map((row) => row.map((v, j) => (v - (centres[j] ?? 0)) / (scales[j] ?? 1)));
  const centre = mean(targets);
  const gram = scales.map((_, i) =>
    scales.map(
      (_unused, j) =>
        scaled.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) + (i === j ? ridge : 0),
    ),
  );
  const moment = scales.map((_, j) =>
    scaled.reduce((sum, row, n) => sum + (row[j] ?? 0) * ((targets[n] ?? 0) - centre), 0),
  );
  const weights = solve(gram, moment).map((w, j) => w / (scales[j] ?? 1));
  return { weights, bias: centre - weights.reduce((sum, w, j) => sum + w * (centres[j] ?? 0), 0) };
}

const apply = (line: Line, row: readonly number[]): number =>
  line.weights.reduce((sum, w, j) => sum + w * (row[j] ?? 0), line.bias);

/** Each row's score from a line fitted on the other folds. */
function outOfFold(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  ridge: number,
): number[] {
  const scores = rows.map(() => 0);
  for (let fold = 0; fold < folds; fold++) {
    const kept = rows.map((_, i) => i).filter((i) => i % folds !== fold);
    const line = fitRidge(
      kept.map((i) => rows[i] ?? []),
      kept.map((i) => targets[i] ?? 0),
      ridge,
    );
    for (let i = fold; i < rows.length; i += folds) scores[i] = apply(line, rows[i] ?? []);
  }
  return scores;
}

const squaredError = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + (v - (b[i] ?? 0)) ** 2, 0);

/**
 * @param evidence what the model knows about each validation photo's captions
 * @param ciders CIDEr of each photo's best caption, 0..10
 */
export function calibrate(evidence: readonly Evidence[], ciders: readonly number[]): Calibrated {
  const maps = evidence.map(confidenceFeatures);
  const features = [...(maps[0]?.keys() ?? [])];
  const rows = maps.map((map) => features.map((name) => map.get(name) ?? 0));
  // The square root tames the few captions that match a reference word for word.
  const targets = ciders.map(Math.sqrt);
  const tried = ridges.map((ridge) => ({ ridge, scores: outOfFold(rows, targets, ridge) }));
  tried.sort((a, b) => squaredError(a.scores, targets) - squaredError(b.scores, targets));
  const { ridge, scores } = tried[0] as (typeof tried)[number];
  const scale = fitPlatt(
    scores,
    ciders.map((cider) => cider >= goodCider),
  );
  const line = fitRidge(rows, targets, ridge);
  return {
    confidence: {
      features,
      weights: line.weights.map((w) => -scale.a * w),
      bias: -(scale.a * line.bias + scale.b),
      hedgeBelow,
    },
    probabilities: scores.map((score) => 1 / (1 + Math.exp(scale.a * score + scale.b))),
  };
}
