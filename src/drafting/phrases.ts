// How well a draft's findings agree with what reports usually say: the share of a training report's phrases, of one to
// four words, that one may expect to find in it. Among several drafts of one plan it tells the one that says most of what
// such reports say (minimum Bayes risk, Kumar and Byrne 2004, over the training reports).
import { documentCounts } from '../text/documentCounts.ts';
import { sentenceTokens } from '../text/sentenceTokens.ts';

/** Share of the training reports whose findings have each phrase, 0..1, by its words. */
export type Phrases = ReadonlyMap<string, number>;

/** Longest phrase, in words. */
const longest = 4;

/** All phrases of some sentences, each once; none goes over the end of a sentence. */
function phrasesIn(sentences: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const sentence of sentences) {
    const words = sentenceTokens(sentence).filter((word) => /\p{L}/u.test(word));
    for (let length = 1; length <= longest; length++) {
      for (let from = 0; from + length <= words.length; from++)
        found.add(words.slice(from, from + length).join(' '));
    }
  }
  return found;
}

/**
 * @param reports the findings of each training report, sentence by sentence
 * @param minShare rarer phrases are left out
 */
export function countPhrases(reports: readonly (readonly string[])[], minShare: number): Phrases {
  return new Map(
    [...documentCounts(reports.map(phrasesIn))]
      .filter(([, count]) => count >= minShare * reports.length)
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([phrase, count]) => [phrase, count / reports.length]),
  );
}

/** How many known phrases of each length a report has. */
function expectedCounts(phrases: Phrases): number[] {
  const counts = Array.from({ length: longest }, () => 0);
  for (const [phrase, share] of phrases) {
    const words = phrase.split(' ').length;
    counts[words - 1] = (counts[words - 1] ?? 0) + share;
  }
  return counts;
}

/** The share of a training report's phrases that these sentences have, mean over the phrases' lengths: 0..1. */
export function expectedRecall(phrases: Phrases, sentences: readonly string[]): number {
  const found = Array.from({ length: longest }, () => 0);
  for (const phrase of phrasesIn(sentences)) {
    const words = phrase.split(' ').length;
    found[words - 1] = (found[words - 1] ?? 0) + (phrases.get(phrase) ?? 0);
  }
  const expected = expectedCounts(phrases);
  const shares = found.map((sum, i) => sum / Math.max(1e-9, expected[i] ?? 0));
  return shares.reduce((sum, share) => sum + share, 0) / longest;
}
