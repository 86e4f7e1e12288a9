// Fits the captioner's confidence on validation photos: ridge regression of each caption's CIDEr on what the model
// knows, then Platt's sigmoid on out-of-fold scores, so that the probability is honest about photos never seen.
import { fitPlatt } from '../evaluation/calibration.ts';
import { confidenceFeatures, type Evidence } from '../model/confidence.ts';
import type { CaptionerConfig } from '../model/config.ts';
import { applyLine, fitRidge } from './ridge.ts';

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
    for (let i = fold; i < rows.length; i += folds) scores[i] = applyLine(line, rows[i] ?? []);
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
