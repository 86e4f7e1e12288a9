// From a raw confidence to a probability that can be believed: fits (Platt's sigmoid, isotonic regression), the error
// that remains, and what is gained by answering only where one is sure.
import { assert } from '../errors.ts';

/** p = 1 / (1 + exp(a x + b)). */
export interface PlattScale {
  readonly kind: 'platt';
  readonly a: number;
  readonly b: number;
}

/** Straight lines between knots of ascending `x` and never falling `y`, flat outside. */
export interface IsotonicScale {
  readonly kind: 'isotonic';
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A fitted scale: plain data, fit for a config.json. */
export type Calibration = PlattScale | IsotonicScale;

/** The probability, 0..1, that a fitted scale gives to a raw confidence. */
export function calibrate(scale: Calibration, confidence: number): number {
  if (scale.kind === 'platt') return 1 / (1 + Math.exp(scale.a * confidence + scale.b));
  const { x, y } = scale;
  const right = x.findIndex((knot) => knot >= confidence);
  if (right < 0) return y.at(-1) as number;
  if (right === 0) return y[0] as number;
  const [x0, x1, y0, y1] = [x[right - 1], x[right], y[right - 1], y[right]] as [
    number,
    number,
    number,
    number,
  ];
  return y0 + (y1 - y0) * ((confidence - x0) / (x1 - x0));
}

function assertPairs(confidences: readonly number[], outcomes: readonly boolean[]): void {
  assert(
    confidences.length === outcomes.length && outcomes.length > 0,
    'a confidence and an outcome for each, not none',
  );
}

/**
 * Platt's sigmoid (Platt 1999), with his targets (n+ + 1) / (n+ + 2) and 1 / (n- + 2) against overfitting; Newton's
 * method with halved steps (Lin, Lin and Weng 2007).
 *
 * @param outcomes Whether what the confidence was about turned out good.
 */
export function fitPlatt(confidences: readonly number[], outcomes: readonly boolean[]): PlattScale {
  assertPairs(confidences, outcomes);
  const good = outcomes.filter((outcome) => outcome).length;
  const high = (good + 1) / (good + 2);
  const low = 1 / (outcomes.length - good + 2);
  const targets = outcomes.map((outcome) => (outcome ? high : low));
  const loss = (a: number, b: number): number =>
    confidences.reduce((sum, x, i) => {
      const z = a * x + b;
      // log(1 + exp(z)) - (1 - t) z, without overflow.
      return sum + Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (1 - (targets[i] as number)) * z;
    }, 0);

  let a = 0;
  let b = Math.log((outcomes.length - good + 1) / (good + 1));
  let current = loss(a, b);
  for (let iteration = 0; iteration < 100; iteration++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12];
    confidences.forEach((x, i) => {
      const p = 1 / (1 + Math.exp(a * x + b));
      const gradient = (targets[i] as number) - p;
      const curvature = p * (1 - p);
      ga += gradient * x;
      gb += gradient;
      haa += curvature * x * x;
      hab += curvature * x;
      hbb += curvature;
    });
    if (Math.abs(ga) < 1e-10 && Math.abs(gb) < 1e-10) break;
    const determinant = haa * hbb - hab * hab;
    const da = -(hbb * ga - hab * gb) / determinant;
    const db = -(haa * gb - hab * ga) / determinant;
    let step = 1;
    while (step > 1e-10 && loss(a + step * da, b + step * db) > current) step /= 2;
    if (step <= 1e-10) break;
    a += step * da;
    b += step * db;
    current = loss(a, b);
  }
  return { kind: 'platt', a, b };
}

/** Isotonic regression by pooling adjacent violators, equal confidences taken together. */
export function fitIsotonic(confidences: readonly number[], outcomes: readonly boolean[]): IsotonicScale {
  assertPairs(confidences, outcomes);
  const pairs = confidences.map((x, i) => ({ x, y: outcomes[i] === true ? 1 : 0 })).sort((a, b) => a.x - b.x);
  const blocks: { first: number; last: number; sum: number; count: number }[] = [];
  pairs.forEach(({ x, y }, i) => {
    const before = blocks.at(-1);
    if (before !== undefined && pairs[i - 1]?.x === x) {
      before.sum += y;
      before.count++;
    } else {
      blocks.push({ first: x, last: x, sum: y, count: 1 });
    }
    // A group of equal confidences is complete before it is compared with its neighbour.
    if (pairs[i + 1]?.x === x) return;
    for (;;) {
      const [left, right] = blocks.slice(-2);
      if (left === undefined || right === undefined || left.sum * right.count < right.sum * left.count) break;
      blocks.splice(-2, 2, {
        first: left.first,
        last: right.last,
        sum: left.sum + right.sum,
        count: left.count + right.count,
      });
    }
  });
  const knots = blocks.flatMap(({ first, last, sum, count }) =>
    (first === last ? [first] : [first, last]).map((x) => ({ x, y: sum / count })),
  );
  return { kind: 'isotonic', x: knots.map(({ x }) => x), y: knots.map(({ y }) => y) };
}

/** One bar of a reliability diagram. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean probability in the bin, and the part that turned out good; both 0 where the bin is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

/**
 * Expected calibration error (Naeini et al. 2015): the distance of confidence and accuracy, averaged over bins of equal
 * width, weighted with their counts. 0 is perfect.
 */
export function expectedCalibrationError(
  probabilities: readonly number[],
  outcomes: readonly boolean[],
  binCount = 10,
): { readonly error: number; readonly bins: readonly ReliabilityBin[] } {
  assertPairs(probabilities, outcomes);
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, good: 0 }));
  probabilities.forEach((probability, i) => {
    const index = Math.min(binCount - 1, Math.max(0, Math.floor(probability * binCount)));
    const bin = sums[index] as (typeof sums)[number];
    bin.count++;
    bin.confidence += probability;
    if (outcomes[i] === true) bin.good++;
  });
  const bins = sums.map(({ count, confidence, good }, i) => ({
    from: i / binCount,
    to: (i + 1) / binCount,
    count,
    confidence: confidence / Math.max(1, count),
    accuracy: good / Math.max(1, count),
  }));
  const error = bins.reduce(
    (sum, { count, confidence, accuracy }) =>
      sum + (count / outcomes.length) * Math.abs(confidence - accuracy),
    0,
  );
  return { error, bins };
}

/** What remains when only the surest part is answered. */
export interface CoveragePoint {
  /** Part of the items that is covered, 0..1. */
  readonly coverage: number;
  /** The lowest confidence that is covered. */
  readonly threshold: number;
  /** The metric of the covered items. */
  readonly value: number;
}

/**
 * The risk-coverage curve: items sorted by confidence, the surest first (equal ones in their order), and the metric of
 * the first k for each coverage asked.
 *
 * @param metric Gets the indices of the covered items, at least one.
 * @param coverages Parts of all items, 0..1.
 */
export function coverageCurve(
  confidences: readonly number[],
  metric: (covered: readonly number[]) => number,
  coverages: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
): readonly CoveragePoint[] {
  assert(confidences.length > 0, 'a coverage curve needs items');
  const order = confidences
    .map((_, i) => i)
    .sort((a, b) => (confidences[b] as number) - (confidences[a] as number));
  return coverages.map((coverage) => {
    const covered = order.slice(0, Math.max(1, Math.round(coverage * order.length)));
    return {
      coverage: covered.length / order.length,
      threshold: confidences[covered.at(-1) as number] as number,
      value: metric(covered),
    };
  });
}
