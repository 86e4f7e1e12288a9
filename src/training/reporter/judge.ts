// What is fitted on validation studies once the tags are learnt: the temperature that calibrates their probabilities,
// and from which probability each tag is asserted.
import type { ReporterConfig } from '../../model/reporter/config.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function logLoss(
  logits: readonly Float32Array[],
  truth: readonly Float32Array[],
  temperature: number,
): number {
  let sum = 0;
  for (const [i, row] of logits.entries()) {
    for (const [tag, logit] of row.entries()) {
      const z = logit / temperature;
      sum += Math.max(z, 0) - z * (truth[i]?.[tag] ?? 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
  }
  return sum;
}

/** The temperature with the least log loss, by golden-section search between 0.3 and 4 (Guo et al. 2017). */
export function fitTemperature(logits: readonly Float32Array[], truth: readonly Float32Array[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.3), Math.log(4)];
  for (let i = 0; i < 40; i++) {
    const a = high - ratio * (high - low);
    const b = low + ratio * (high - low);
    if (logLoss(logits, truth, Math.exp(a)) < logLoss(logits, truth, Math.exp(b))) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

export const toProbabilities = (logits: readonly Float32Array[], temperature: number): Float32Array[] =>
  logits.map((row) => row.map((logit) => sigmoid(logit / temperature)));

/** Right and wrong assertions of one tag, and how often it is there. */
function tally(
  probabilities: readonly Float32Array[],
  truth: readonly Float32Array[],
  tag: number,
  threshold: number,
): { readonly both: number; readonly sum: number } {
  let both = 0;
  let sum = 0;
  for (const [i, row] of probabilities.entries()) {
    const claimed = (row[tag] ?? 0) >= threshold;
    const there = truth[i]?.[tag] === 1;
    if (claimed && there) both++;
    sum += Number(claimed) + Number(there);
  }
  return { both, sum };
}

/**
 * A threshold for each tag: where its F1 on the validation studies is best, drawn towards the threshold that is best for
 * all tags together by `priorCount` imagined studies of its own, since a rare tag has few to go by.
 */
export function fitThresholds(
  probabilities: readonly Float32Array[],
  truth: readonly Float32Array[],
  priorCount: number,
): ReporterConfig['thresholds'] {
  const tags = probabilities[0]?.length ?? 0;
  const grid = Array.from({ length: 46 }, (_, i) => 0.05 + i * 0.01);
  const f1Of = (threshold: number): number => {
    let [both, sum] = [0, 0];
    for (let tag = 0; tag < tags; tag++) {
      const found = tally(probabilities, truth, tag, threshold);
      both += found.both;
      sum += found.sum;
    }
    return sum === 0 ? 0 : (2 * both) / sum;
  };
  const best = (score: (threshold: number) => number): number =>
    grid.reduce((top, threshold) => (score(threshold) > score(top) ? threshold : top), grid[0] as number);
  const common = best(f1Of);
  return Array.from({ length: tags }, (_, tag) => {
    const present = truth.filter((row) => row[tag] === 1).length;
    const own = best((threshold) => {
      const { both, sum } = tally(probabilities, truth, tag, threshold);
      return sum === 0 ? 0 : (2 * both) / sum;
    });
    const share = present / (present + priorCount);
    return Math.exp(share * Math.log(own) + (1 - share) * Math.log(common));
  });
}
