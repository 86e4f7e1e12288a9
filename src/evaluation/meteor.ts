// METEOR (Banerjee and Lavie 2005; parameters of Lavie and Agarwal 2007) as NLTK's `meteor_score` computes it: stages
// exact, Porter stem, WordNet synonym; alpha 0.9, beta 3, gamma 0.5; the best reference counts; mean over images.
// It is not the "METEOR" of pycocoevalcap, a Java program of METEOR 1.5 with paraphrases, weighted stages and function
// words, whose numbers are lower: tests/fixtures/metrics/score_with_pycocoevalcap.py gives those.
import { assert } from '../errors.ts';
import { porterStem } from './porterStem.ts';

const alpha = 0.9;
const beta = 3;
const gamma = 0.5;

/** The single words that share a synset with `word` or one of its base forms; see src/data/wordNet.ts. */
export type Synonyms = (word: string) => ReadonlySet<string>;

interface Place {
  readonly position: number;
  readonly word: string;
}

/** Positions of matched words: in the candidate, in the reference. */
type Match = readonly [candidate: number, reference: number];

/** Words not yet matched. */
interface Rest {
  readonly candidate: readonly Place[];
  readonly reference: readonly Place[];
}

/**
 * One stage: each candidate word, from the last to the first, takes the last free reference word that it may stand for.
 */
function matchStage(rest: Rest, equals: (a: string) => (b: string) => boolean, matches: Match[]): Rest {
  const free = [...rest.reference];
  const unmatched: Place[] = [];
  for (const place of rest.candidate.toReversed()) {
    const fits = equals(place.word);
    const index = free.findLastIndex(({ word }) => fits(word));
    const found = free[index];
    if (found === undefined) {
      unmatched.push(place);
    } else {
      matches.push([place.position, found.position]);
      free.splice(index, 1);
    }
  }
  return { candidate: unmatched.reverse(), reference: free };
}

const places = (words: readonly string[]): Place[] =>
  words.map((word, position) => ({ position, word: word.toLowerCase() }));

const stemmed = (list: readonly Place[]): Place[] =>
  list.map(({ position, word }) => ({ position, word: porterStem(word) }));

/** Matched pairs in the order of the candidate. */
function align(candidate: readonly string[], reference: readonly string[], synonyms: Synonyms): Match[] {
  const matches: Match[] = [];
  const same = (a: string) => (b: string) => a === b;
  const afterExact = matchStage(
    { candidate: places(candidate), reference: places(reference) },
    same,
    matches,
  );
  const stems = { candidate: stemmed(afterExact.candidate), reference: stemmed(afterExact.reference) };
  // As in NLTK the last stage sees the stems, so it finds synonyms only of words that are their own stem.
  const afterStem = matchStage(stems, same, matches);
  const synonym = (a: string): ((b: string) => boolean) => {
    const known = synonyms(a);
    return (b) => b === a || known.has(b);
  };
  matchStage(afterStem, synonym, matches);
  return matches.sort((a, b) => a[0] - b[0]);
}

function scorePair(candidate: readonly string[], reference: readonly string[], synonyms: Synonyms): number {
  const matches = align(candidate, reference, synonyms);
  if (matches.length === 0) return 0;
  const precision = matches.length / candidate.length;
  const recall = matches.length / reference.length;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  // A chunk is a run of words that are neighbours in the same order on both sides.
  const chunks = matches.filter(([c, r], i) => {
    const before = matches[i - 1];
    return before === undefined || c !== before[0] + 1 || r !== before[1] + 1;
  }).length;
  return (1 - gamma * (chunks / matches.length) ** beta) * mean;
}

/**
 * METEOR of each image and the mean, 0..1.
 *
 * @param candidates `[image][word]`
 * @param references `[image][reference][word]`, at least one an image
 */
export function meteor(
  candidates: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
  synonyms: Synonyms,
): { readonly score: number; readonly scores: readonly number[] } {
  assert(candidates.length === references.length, 'as many candidates as images');
  const scores = candidates.map((candidate, image) =>
    Math.max(0, ...(references[image] ?? []).map((reference) => scorePair(candidate, reference, synonyms))),
  );
  return { score: scores.reduce((sum, score) => sum + score, 0) / scores.length, scores };
}
