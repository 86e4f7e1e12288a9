// Which of its candidates the captioner says: a linear model over what the decoder, the words' relevance and the joint
// space know of each, fitted on validation photos (src/training/fitRanking.ts) and kept in config.json. The
// search's own order is by probability alone, which prefers what is short and could be said of any photo.
import { lemmaOf } from '../text/lemma.ts';
import { unknownId, type Vocabulary } from '../text/vocabulary.ts';
import type { Candidate, Findings } from './candidates.ts';
import type { CaptionerConfig } from './config.ts';
import { weightedSum } from './weightedSum.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export const mean = (values: readonly number[]): number => (values.length ? sum(values) / values.length : 0);

/** What the words of a model mean to its ranking. */
export interface WordFacts {
  /** The tag that a word stands for, if any: its lemma's, so that "dogs" points to "dog". */
  readonly tagOfWord: (id: number) => number | undefined;
  /** Said less than once in a thousand words of the training captions. */
  readonly isRare: (id: number) => boolean;
  /** Said less than once in fifty: not "a", "in" and the like. */
  readonly isContent: (id: number) => boolean;
}

/** @param counts occurrences of each word in the training captions */
export function createWordFacts(
  vocabulary: Vocabulary,
  counts: readonly number[],
  tags: readonly string[],
): WordFacts {
  const known = new Set(vocabulary.words);
  const tagIds = new Map(tags.map((tag, i) => [tag, i]));
  const byWord = vocabulary.words.map((word) => tagIds.get(lemmaOf(word, known)));
  const total = sum(counts);
  const saidLess = (id: number, thanOnceIn: number): boolean => (counts[id] ?? 0) * thanOnceIn < total;
  return {
    tagOfWord: (id) => byWord[id],
    isRare: (id) => saidLess(id, 1000),
    isContent: (id) => id > unknownId && saidLess(id, 50),
  };
}

/** A candidate as the ranking has it. */
export interface Ranked extends Candidate {
  /** Its place among the candidates as they were found. */
  readonly place: number;
  /** Higher is better; a difference of 1 is one of 1 in CIDEr (0..10). */
  readonly rank: number;
}

/** Largest share of attention on one patch, averaged over the words: how sharply the model looked. */
export const sharpness = ({ words }: Pick<Candidate, 'words'>): number =>
  mean(words.map((word) => Math.max(...word.attention)));

/** The surprise, in natural logarithms, that a caption says none of these words: 0 where all likely ones are said. */
function missedWords(
  probabilities: Float32Array,
  said: ReadonlySet<number>,
  isContent: WordFacts['isContent'],
): number {
  let surprise = 0;
  for (const [id, probability] of probabilities.entries())
    if (isContent(id) && !said.has(id)) surprise -= Math.log(1 - Math.min(probability, 0.99));
  return surprise;
}

/** Relevance from which on a photo calls for a word: e^1.5, or 4.5, times as likely as in any photo. */
const calledFor = 1.5;

/** Everything that can speak for and against a candidate. */
export const rankingFeatureNames = [
  'logProbability',
  'score',
  'meanLogProbability',
  'minimumLogProbability',
  'length',
  'relevance',
  'minimumRelevance',
  'wordLogProbability',
  'missedWords',
  'sharpness',
  'match',
  'specificity',
  'repeatedWords',
  'rareWords',
] as const;

/** What speaks for and against a candidate, by name; each is a plain number. */
export function rankingFeatures(
  candidate: Candidate,
  { wordProbabilities, relevance }: Pick<Findings, 'wordProbabilities' | 'relevance'>,
  { isRare, isContent }: Omit<WordFacts, 'tagOfWord'>,
): ReadonlyMap<string, number> {
  const ids = candidate.words.map((word) => word.id);
  const logs = candidate.words.map((word) => word.logProbability);
  const once = [...new Set(ids)];
  const gains = once.map((id) => relevance[id] ?? 0);
  const said = new Set(ids.filter(isContent));
  const features: Record<(typeof rankingFeatureNames)[number], number> = {
    logProbability: candidate.logProbability,
    score: candidate.score,
    meanLogProbability: mean(logs),
    minimumLogProbability: Math.min(0, ...logs),
    length: ids.length,
    relevance: sum(gains),
    minimumRelevance: Math.min(0, ...gains),
    wordLogProbability: sum([...said].map((id) => Math.log((wordProbabilities[id] ?? 0) + 1e-4))),
    missedWords: missedWords(wordProbabilities, said, isContent),
    sharpness: sharpness(candidate),
    match: candidate.match,
    specificity: candidate.specificity,
    repeatedWords: ids.filter((id, i) => isContent(id) && ids.indexOf(id) < i).length,
    rareWords: once.filter((id, i) => isRare(id) && (gains[i] ?? 0) > calledFor).length,
  };
  return new Map(Object.entries(features));
}

/** The candidates, best first. */
export function rankCandidates(
  config: CaptionerConfig['ranking'],
  findings: Findings,
  facts: WordFacts,
): readonly Ranked[] {
  const ranked = findings.candidates.map((candidate, place) => {
    const rank = weightedSum(config, rankingFeatures(candidate, findings, facts));
    return { ...candidate, place, rank };
  });
  return ranked.sort((a, b) => b.rank - a.rank);
}
