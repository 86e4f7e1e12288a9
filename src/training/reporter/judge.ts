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

const bases = Array.from({ length: 13 }, (_, i) => 0.06 + i * 0.02);
const slopes = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

/**
 * A threshold for each tag, by one rule for all: a base, and a share of how often the training studies have the tag. Where
 * micro- and macro-averaged F1 of the `scored` tags have the largest sum on the validation studies; a rare tag has too few
 * studies to go by its own.
 * @param frequencies of each tag among the training studies, 0..1
 * @param scored the tags that decide, by index
 */
export function fitThresholds(
  probabilities: readonly Float32Array[],
  truth: readonly Float32Array[],
  frequencies: readonly number[],
  scored: readonly number[],
): ReporterConfig['thresholds'] {
  let best = { score: -1, thresholds: frequencies.map(() => 0.5) };
  for (const base of bases) {
    for (const slope of slopes) {
      const thresholds = frequencies.map((frequency) => base + slope * frequency);
      const tallies = scored.map((tag) => tally(probabilities, truth, tag, thresholds[tag] ?? 1));
      const f1 = ({ both, sum }: { both: number; sum: number }): number => (sum === 0 ? 0 : (2 * both) / sum);
      const micro = f1({
        both: tallies.reduce((total, { both }) => total + both, 0),
        sum: tallies.reduce((total, { sum }) => total + sum, 0),
      });
      const macro = tallies.reduce((total, own) => total + f1(own), 0) / Math.max(1, scored.length);
      if (micro + macro > best.score) best = { score: micro + macro, thresholds };
    }
  }
  return best.thresholds;
}
