// MeSH terms in sentences: a term is named by its most telling words, which are not always its own (see
// `training/reporter/tagWords.ts`).
import type { Finding } from '../evaluation/findings/observations.ts';
import { sentenceTokens } from '../text/sentenceTokens.ts';
import { statedIn } from './saying.ts';

/** So many of a term's words are telling by themselves. */
const telling = 2;

const denying = /\b(?:no|not|without|negative)\b/i;

/** True when the sentence has a telling word of the term, and denies nothing. */
export function namesTerm(words: readonly string[], sentence: string): boolean {
  if (denying.test(sentence)) return false;
  const said = new Set(sentenceTokens(sentence));
  return words.slice(0, telling).some((word) => said.has(word));
}

/** Findings that are stated where the term is named. */
export const impliedBy = (words: readonly string[]): Set<Finding> =>
  words.length === 0 ? new Set() : statedIn(`There is ${words.slice(0, telling).join(' ')}.`);
