// ROUGE-L (Lin 2004) as pycocoevalcap's `Rouge` computes it: longest common subsequence with each reference, the best
// precision and the best recall over the references (not of the same one), F with beta 1.2, mean over images.
import { assert } from '../errors.ts';
import type { Token } from './ngrams.ts';

const beta = 1.2;

/** Length of the longest common subsequence. */
function commonSubsequence(a: readonly Token[], b: readonly Token[]): number {
  let above = new Uint32Array(b.length + 1);
  let row = new Uint32Array(b.length + 1);
  for (const word of a) {
    for (let j = 1; j <= b.length; j++) {
      row[j] =
        word === b[j - 1] ? (above[j - 1] as number) + 1 : Math.max(above[j] as number, row[j - 1] as number);
    }
    [above, row] = [row, above];
  }
  return above[b.length] as number;
}

function scoreOne(candidate: readonly Token[], references: readonly (readonly Token[])[]): number {
  // Python splits an empty caption into one empty word: its length is 1 and nothing matches.
  if (candidate.length === 0) return 0;
  let precision = 0;
  let recall = 0;
  for (const reference of references) {
    const common = commonSubsequence(candidate, reference);
    precision = Math.max(precision, common / candidate.length);
    recall = Math.max(recall, common / Math.max(1, reference.length));
  }
  if (precision === 0 || recall === 0) return 0;
  return ((1 + beta ** 2) * precision * recall) / (recall + beta ** 2 * precision);
}

/**
 * ROUGE-L of each image and the mean, 0..1.
 *
 * @param candidates `[image][word]`
 * @param references `[image][reference][word]`, at least one an image
 */
export function rougeL<T extends Token>(
  candidates: readonly (readonly T[])[],
  references: readonly (readonly (readonly T[])[])[],
): { readonly score: number; readonly scores: readonly number[] } {
  assert(candidates.length === references.length, 'as many candidates as images');
  const scores = candidates.map((candidate, image) => scoreOne(candidate, references[image] ?? []));
  return { score: scores.reduce((sum, score) => sum + score, 0) / scores.length, scores };
}
