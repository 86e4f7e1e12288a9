// BLEU-1 to BLEU-4 (Papineni et al. 2002) of a corpus, as pycocoevalcap's `Bleu` computes it: counts summed over all
// images, precision clipped to the best reference, brevity penalty against the closest reference length.
import { assert } from '../errors.ts';
import { countNgrams, createNgramTable, maxOrder } from './ngrams.ts';
import type { Token } from './ngrams.ts';

/** The reference implementation's guards against division by zero; they show in the eighth digit. */
const small = 1e-9;
const tiny = 1e-15;

/** BLEU-1, -2, -3 and -4, each 0..1. */
export type Bleu = readonly [number, number, number, number];

interface Counts {
  length: number;
  referenceLength: number;
  readonly correct: number[];
  readonly guessed: number[];
}

const zeroCounts = (): Counts => ({
  length: 0,
  referenceLength: 0,
  correct: [0, 0, 0, 0],
  guessed: [0, 0, 0, 0],
});

/** The length nearest to `length`; the shorter of two equally near. */
function closestLength(length: number, lengths: readonly number[]): number {
  return lengths.reduce((best, other) => {
    const nearer = Math.abs(other - length) - Math.abs(best - length);
    return nearer < 0 || (nearer === 0 && other < best) ? other : best;
  });
}

function countImage<T extends Token>(candidate: readonly T[], references: readonly (readonly T[])[]): Counts {
  const table = createNgramTable();
  const cooked = references.map((reference) => table.add(reference));
  const counts = zeroCounts();
  counts.length = candidate.length;
  counts.referenceLength = closestLength(
    candidate.length,
    references.map((reference) => reference.length),
  );
  table.add(candidate).forEach((ids, k) => {
    const most = new Map<number, number>();
    for (const byOrder of cooked) {
      for (const [id, count] of countNgrams(byOrder[k] ?? []))
        most.set(id, Math.max(most.get(id) ?? 0, count));
    }
    let correct = 0;
    for (const [id, count] of countNgrams(ids)) correct += Math.min(count, most.get(id) ?? 0);
    counts.correct[k] = correct;
    counts.guessed[k] = ids.length;
  });
  return counts;
}

function toBleu(counts: Counts): Bleu {
  const ratio = (counts.length + tiny) / (counts.referenceLength + small);
  const penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
  let product = 1;
  const scores = Array.from({ length: maxOrder }, (_, k) => {
    product *= ((counts.correct[k] as number) + tiny) / ((counts.guessed[k] as number) + small);
    return product ** (1 / (k + 1)) * penalty;
  });
  return scores as unknown as Bleu;
}

/**
 * BLEU of a corpus and of each image alone.
 *
 * @param candidates `[image][word]`
 * @param references `[image][reference][word]`, at least one an image
 */
export function bleu<T extends Token>(
  candidates: readonly (readonly T[])[],
  references: readonly (readonly (readonly T[])[])[],
): { readonly score: Bleu; readonly scores: readonly Bleu[] } {
  assert(candidates.length === references.length, 'as many candidates as images');
  const total = zeroCounts();
  const scores = candidates.map((candidate, image) => {
    const counts = countImage(candidate, references[image] ?? []);
    total.length += counts.length;
    total.referenceLength += counts.referenceLength;
    for (let k = 0; k < maxOrder; k++) {
      (total.correct[k] as number) += counts.correct[k] as number;
      (total.guessed[k] as number) += counts.guessed[k] as number;
    }
    return toBleu(counts);
  });
  return { score: toBleu(total), scores };
}

/**
 * Mean over 1- to 4-grams of the share of a sentence's n-grams that a reference has, 0..1: BLEU's precision for one
 * sentence, which stays above 0 where no 4-gram fits (0.1 is added to both counts)
 * and is 0 for an order that the sentence is too short for.
 */
export function ngramPrecision<T extends Token>(
  candidate: readonly T[],
  references: readonly (readonly T[])[],
): number {
  const { correct, guessed } = countImage(candidate, references);
  const shares = correct.map((count, k) => (guessed[k] ? (count + 0.1) / (guessed[k] + 0.1) : 0));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
