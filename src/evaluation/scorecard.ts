// All caption metrics of one model on one set of pictures, as fractions, and the table that shows them times 100.
import { assert } from '../errors.ts';
import { bleu } from './bleu.ts';
import { cider, createCiderD } from './cider.ts';
import { diversity } from './diversity.ts';
import type { Diversity } from './diversity.ts';
import { meteor } from './meteor.ts';
import type { Synonyms } from './meteor.ts';
import { rougeL } from './rougeL.ts';
import { textTable } from './textTable.ts';
import { tokenizeForScoring } from './tokenizeForScoring.ts';

/** Fractions, as pycocoevalcap returns them: 0..1, CIDEr 0..10. */
export interface Scorecard extends Diversity {
  readonly bleu1: number;
  readonly bleu2: number;
  readonly bleu3: number;
  readonly bleu4: number;
  /** NLTK's METEOR (see meteor.ts); undefined where no synonyms were given. */
  readonly meteor: number | undefined;
  readonly rougeL: number;
  /** pycocoevalcap's `Cider`: document frequencies from the references of this set. */
  readonly cider: number;
  /** The same formula with document frequencies from `corpus`: the training reward. Equals `cider` without one. */
  readonly ciderD: number;
  /** Pictures. */
  readonly n: number;
}

export interface ScorecardOptions {
  /** From `openSynonyms`; METEOR is left out without them. */
  readonly synonyms?: Synonyms;
  /** Captions of the training pictures, `[image][caption]`, for the document frequencies of `ciderD`. */
  readonly corpus?: readonly (readonly string[])[];
}

/**
 * Scores captions against references, both tokenised by `tokenizeForScoring`.
 *
 * @param candidates One caption an image.
 * @param references `[image][caption]`, at least one an image.
 */
export function scoreCaptions(
  candidates: readonly string[],
  references: readonly (readonly string[])[],
  options: ScorecardOptions = {},
): Scorecard {
  assert(
    candidates.length > 0 && candidates.length === references.length,
    'a caption for each image, not none',
  );
  const tokenizeAll = (images: readonly (readonly string[])[]): string[][][] =>
    images.map((captions) => captions.map(tokenizeForScoring));
  const words = candidates.map(tokenizeForScoring);
  const targets = tokenizeAll(references);
  const [bleu1, bleu2, bleu3, bleu4] = bleu(words, targets).score;
  const { synonyms, corpus } = options;
  const ciderScore = cider(words, targets).score;
  return {
    bleu1,
    bleu2,
    bleu3,
    bleu4,
    meteor: synonyms && meteor(words, targets, synonyms).score,
    rougeL: rougeL(words, targets).score,
    cider: ciderScore,
    ciderD: corpus === undefined ? ciderScore : meanCiderD(words, targets, tokenizeAll(corpus)),
    ...diversity(words),
    n: candidates.length,
  };
}

function meanCiderD(
  words: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
  corpus: readonly (readonly (readonly string[])[])[],
): number {
  const scorer = createCiderD(references, corpus);
  return words.reduce((sum, candidate, image) => sum + scorer.score(candidate, image), 0) / words.length;
}

const percent = (value: number | undefined): string => (value === undefined ? '-' : (100 * value).toFixed(1));

const columns: readonly (readonly [title: string, show: (card: Scorecard) => string])[] = [
  ['BLEU-1', ({ bleu1 }) => percent(bleu1)],
  ['BLEU-2', ({ bleu2 }) => percent(bleu2)],
  ['BLEU-3', ({ bleu3 }) => percent(bleu3)],
  ['BLEU-4', ({ bleu4 }) => percent(bleu4)],
  ['METEOR', (card) => percent(card.meteor)],
  ['ROUGE-L', (card) => percent(card.rougeL)],
  ['CIDEr', (card) => percent(card.cider)],
  ['CIDEr-D', ({ ciderD }) => percent(ciderD)],
  ['distinct', ({ distinct }) => percent(distinct)],
  ['words', ({ vocabularyUsed }) => vocabularyUsed.toString()],
  ['repeated', ({ mostRepeated }) => mostRepeated.toString()],
  ['n', ({ n }) => n.toString()],
];

/** A plain-text table, one row a model; scores and the distinct part times 100. */
export function formatScorecards(
  rows: readonly { readonly name: string; readonly scorecard: Scorecard }[],
): string {
  const cells = [
    ['', ...columns.map(([title]) => title)],
    ...rows.map(({ name, scorecard }) => [name, ...columns.map(([, show]) => show(scorecard))]),
  ];
  return textTable(cells);
}
