// The words of a vocabulary that state a finding by themselves, found by the rule-based labeler: a search that is drawn to
// them says the finding where the decoder has anything to say of it.
import { findings, type Finding } from '../evaluation/findings/observations.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { statedIn } from './saying.ts';

const found = new WeakMap<Vocabulary, ReadonlyMap<Finding, Float32Array>>();

const findWords = ({ words }: Vocabulary): ReadonlyMap<Finding, Float32Array> => {
  const gains = new Map(findings.map((finding) => [finding, new Float32Array(words.length)]));
  for (const [id, word] of words.entries()) {
    const sentences = [`There is ${word}.`, `There is ${word} disease.`];
    for (const finding of sentences.flatMap((sentence) => [...statedIn(sentence)]))
      gains.get(finding)?.fill(1, id, id + 1);
  }
  return gains;
};

/** 1 for each of these words, else 0: [vocabulary]. */
export function gainsOf(words: readonly string[], { words: all, idOf }: Vocabulary): Float32Array {
  const gains = new Float32Array(all.length);
  for (const id of words.map((word) => idOf.get(word))) if (id !== undefined) gains[id] = 1;
  return gains;
}

/** For each word of the vocabulary 1 where it states the finding, else 0: [vocabulary]. */
export function wordsOf(finding: Finding, vocabulary: Vocabulary): Float32Array {
  const known = found.get(vocabulary) ?? findWords(vocabulary);
  found.set(vocabulary, known);
  return known.get(finding) ?? new Float32Array(vocabulary.words.length);
}
