// How good a multi-label tagger is: micro-averaged F1 at a threshold, and mean average precision over tags.
import { assert } from '../errors.ts';

/** One row a picture, one column a tag: probabilities, or truth as 0 and 1. */
type Rows = readonly ArrayLike<number>[];

function assertSameShape(probabilities: Rows, truth: Rows): void {
  assert(probabilities.length === truth.length, 'as many rows of probabilities as of truth');
  probabilities.forEach((row, i) =>
    assert(row.length === truth[i]?.length, `row ${i} has as many tags as its truth`),
  );
}

/** F1 of all decisions together (true where the probability reaches `threshold`), 0..1; 0 where nothing is true. */
export function microF1(probabilities: Rows, truth: Rows, threshold: number): number {
  assertSameShape(probabilities, truth);
  let agreed = 0;
  let claimed = 0;
  let present = 0;
  probabilities.forEach((row, i) => {
    for (let tag = 0; tag < row.length; tag++) {
      const said = (row[tag] as number) >= threshold;
      const holds = truth[i]?.[tag] === 1;
      if (said) claimed++;
      if (holds) present++;
      if (said && holds) agreed++;
    }
  });
  return claimed + present === 0 ? 0 : (2 * agreed) / (claimed + present);
}

/**
 * Average precision of one tag as scikit-learn defines it: the sum over thresholds of precision times the gain in
 * recall, equal scores taken together, no interpolation. Undefined where no picture has the tag.
 */
export function averagePrecision(scores: ArrayLike<number>, truth: ArrayLike<number>): number | undefined {
  assert(scores.length === truth.length, 'as many scores as truths');
  const order = Array.from(scores, (score, i) => ({ score, holds: truth[i] === 1 })).sort(
    (a, b) => b.score - a.score,
  );
  const present = order.filter(({ holds }) => holds).length;
  if (present === 0) return undefined;
  let found = 0;
  let foundBefore = 0;
  let sum = 0;
  order.forEach(({ score, holds }, i) => {
    if (holds) found++;
    if (order[i + 1]?.score === score) return;
    sum += ((found - foundBefore) / present) * (found / (i + 1));
    foundBefore = found;
  });
  return sum;
}

/** Mean of the average precisions of the tags that at least one picture has, 0..1; 0 where there is none. */
export function meanAveragePrecision(probabilities: Rows, truth: Rows): number {
  assertSameShape(probabilities, truth);
  const column = (rows: Rows, tag: number): number[] => rows.map((row) => row[tag] as number);
  const precisions = Array.from({ length: truth[0]?.length ?? 0 }, (_, tag) =>
    averagePrecision(column(probabilities, tag), column(truth, tag)),
  ).filter((precision) => precision !== undefined);
  return precisions.reduce((sum, precision) => sum + precision, 0) / Math.max(1, precisions.length);
}
