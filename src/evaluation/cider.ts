// CIDEr-D (Vedantam et al. 2015, section 8): tf-idf weighted 1- to 4-grams with counts clipped to the reference's
// and a Gaussian penalty on the difference of lengths (sigma 6), times 10.
//
// Which is which: pycocoevalcap's class `Cider`, whose number everybody reports as "CIDEr", is CIDEr-D: its
// `sim` clips and penalises, and it differs from `CiderD` of the authors' own repository (and of the one used
// for self-critical training) only in where document frequencies may come from. So there is one formula here:
// - `cider`: document frequencies from the references of the evaluated set. Equal to pycocoevalcap's `Cider`.
// - `createCiderD`: document frequencies from any corpus, such as the training captions. The training reward.
// The first CIDEr of the paper (equation 2: no clipping, no penalty) is not what pycocoevalcap reports; not here.
import { assert } from '../errors.ts';
import { countNgrams, createNgramTable, maxOrder } from './ngrams.ts';
import type { Token } from './ngrams.ts';

/** Standard deviation of the penalty, in words. */
const sigma = 6;

export interface CiderD<T extends Token> {
  /**
   * CIDEr-D of one candidate against the references of image `image` (an index into `references`), 0..10.
   * About 10 microseconds for a caption of a dozen words: fit for a reward.
   */
  readonly score: (candidate: readonly T[], image: number) => number;
}

/** The references of one image, made ready: `terms` ascending, `counts[term * references + reference]`. */
interface CookedReferences {
  readonly count: number;
  readonly terms: Int32Array;
  readonly counts: Uint16Array;
  /** L2 norm of the tf-idf vector: `[(order - 1) * count + reference]`. */
  readonly norms: Float64Array;
  /** Length of each reference as the reference implementation has it: its number of bigrams. */
  readonly lengths: Int32Array;
}

/**
 * A scorer whose reference vectors and document frequencies are computed once.
 *
 * @param references `[image][reference][word]`, words as strings or as vocabulary ids.
 * @param corpus Where document frequencies come from, same form; one image is one document.
 */
export function createCiderD<T extends Token>(
  references: readonly (readonly (readonly T[])[])[],
  corpus: readonly (readonly (readonly T[])[])[] = references,
): CiderD<T> {
  assert(corpus.length > 0, 'CIDEr-D needs a corpus for its document frequencies');
  const table = createNgramTable();
  const documentFrequency: number[] = [];
  for (const captions of corpus) {
    const seen = new Set(captions.flatMap((caption) => table.add(caption).flat()));
    for (const id of seen) documentFrequency[id] = (documentFrequency[id] ?? 0) + 1;
  }
  const images = references.map((captions) => captions.map((caption) => table.add(caption)));
  const logImages = Math.log(corpus.length);
  const idf = Float64Array.from(
    { length: table.size() + 1 },
    (_, id) => logImages - Math.log(Math.max(1, documentFrequency[id] ?? 0)),
  );
  const cooked = images.map((captions) => cookReferences(captions, idf));

  return {
    score: (candidate, image) => {
      const target = cooked[image];
      assert(target !== undefined, `no references for image ${image}`);
      return scoreOne(table.find(candidate), target, idf, logImages);
    },
  };
}

function cookReferences(
  captions: readonly (readonly (readonly number[])[])[],
  idf: Float64Array,
): CookedReferences {
  assert(captions.length > 0, 'an image has no reference captions');
  const terms = Int32Array.from(new Set(captions.flat(2))).sort();
  const rowOf = new Map(Array.from(terms, (id, row) => [id, row]));
  const counts = new Uint16Array(terms.length * captions.length);
  const norms = new Float64Array(maxOrder * captions.length);
  captions.forEach((byOrder, reference) => {
    byOrder.forEach((ids, k) => {
      let squares = 0;
      for (const [id, count] of countNgrams(ids)) {
        counts[(rowOf.get(id) as number) * captions.length + reference] = count;
        squares += (count * (idf[id] as number)) ** 2;
      }
      norms[k * captions.length + reference] = Math.sqrt(squares);
    });
  });
  const lengths = Int32Array.from(captions, (byOrder) => byOrder[1]?.length ?? 0);
  return { count: captions.length, terms, counts, norms, lengths };
}

/** Row of `id` in ascending `terms`, or -1. */
function findRow(terms: Int32Array, id: number): number {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const term = terms[middle] as number;
    if (term === id) return middle;
    if (term < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function scoreOne(
  candidate: readonly (readonly number[])[],
  target: CookedReferences,
  idf: Float64Array,
  logImages: number,
): number {
  const { count: references, terms, counts, norms, lengths } = target;
  const length = candidate[1]?.length ?? 0;
  const penalties = Float64Array.from(lengths, (other) =>
    Math.exp(-((length - other) ** 2) / (2 * sigma ** 2)),
  );
  const products = new Float64Array(references);
  let sum = 0;
  candidate.forEach((ids, k) => {
    products.fill(0);
    let squares = 0;
    for (const [id, count] of countNgrams(ids)) {
      // An n-gram that the corpus lacks counts as one that a single image has.
      const weight = idf[id] ?? logImages;
      squares += (count * weight) ** 2;
      const row = findRow(terms, id);
      if (row < 0) continue;
      for (let r = 0; r < references; r++) {
        const other = counts[row * references + r] as number;
        products[r] = (products[r] as number) + Math.min(count, other) * other * weight * weight;
      }
    }
    const norm = Math.sqrt(squares);
    for (let r = 0; r < references; r++) {
      const scale = norm * (norms[k * references + r] as number);
      if (scale > 0) sum += ((products[r] as number) / scale) * (penalties[r] as number);
    }
  });
  return (10 * sum) / (maxOrder * references);
}

/**
 * CIDEr as pycocoevalcap's `Cider` computes it (which is CIDEr-D; see the head of this file), with document
 * frequencies from `references`. `scores` per image and their mean `score`, 0..10.
 */
export function cider<T extends Token>(
  candidates: readonly (readonly T[])[],
  references: readonly (readonly (readonly T[])[])[],
): { readonly score: number; readonly scores: readonly number[] } {
  assert(candidates.length === references.length, 'as many candidates as images');
  const scorer = createCiderD(references);
  const scores = candidates.map((candidate, image) => scorer.score(candidate, image));
  return { score: scores.reduce((sum, score) => sum + score, 0) / scores.length, scores };
}
