// Area under the receiver operating characteristic.
import { assert } from '../errors.ts';

/**
 * The chance that a picture that has the tag scores higher than one that has not, ties half: the Mann-Whitney U
 * statistic, as scikit-learn's roc_auc_score gives it. Undefined where all have it or none has.
 */
export function auroc(scores: ArrayLike<number>, truth: ArrayLike<number>): number | undefined {
  assert(scores.length === truth.length, 'as many scores as truths');
  const order = Array.from(scores, (score, i) => ({ score, holds: truth[i] === 1 })).sort(
    (a, b) => a.score - b.score,
  );
  const present = order.filter(({ holds }) => holds).length;
  const absent = order.length - present;
  if (present === 0 || absent === 0) return undefined;
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (order[to]?.score === order[from]?.score && to < order.length) to++;
    const meanRank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (order[i]?.holds) rankSum += meanRank;
    from = to;
  }
  return (rankSum - (present * (present + 1)) / 2) / (present * absent);
}

/** Mean over the tags that at least `atLeast` pictures have and as many have not; one row a picture. */
export function meanAuroc(
  scores: readonly ArrayLike<number>[],
  truth: readonly ArrayLike<number>[],
  atLeast = 1,
): number {
  const column = (rows: readonly ArrayLike<number>[], tag: number): number[] =>
    rows.map((row) => row[tag] as number);
  const areas = Array.from({ length: truth[0]?.length ?? 0 }, (_, tag) => {
    const there = column(truth, tag);
    const present = there.filter((value) => value === 1).length;
    if (present < atLeast || there.length - present < atLeast) return undefined;
    return auroc(column(scores, tag), there);
  }).filter((area) => area !== undefined);
  return areas.reduce((sum, area) => sum + area, 0) / Math.max(1, areas.length);
}
