// A report beside another of the same patient: which sentences say the same, which changed and in which words, and
// which stand in one of them alone. The order of sentences does not matter: people and drafts put them as they come.
import { diffArrays } from 'diff';
import type { SentenceDifference, WordPart } from './difference.ts';
import { sections, sentencesOf, type Report, type Section, type Sentence } from './report.ts';

export type { SentenceDifference, WordPart } from './difference.ts';

/** Below this share of common words two sentences are two, not one that changed. */
const leastSimilarity = 0.5;

/**
 * Section by section, in the order of `here`; what stands there alone follows what it follows there.
 * @param here the report that is being read
 * @param there the one that it is compared with
 */
export const compareReports = (here: Report, there: Report): readonly SentenceDifference[] =>
  sections.flatMap((section) =>
    compareSection(section, sentencesOf(here, section), sentencesOf(there, section)),
  );

function compareSection(
  section: Section,
  here: readonly Sentence[],
  there: readonly Sentence[],
): readonly SentenceDifference[] {
  const partners = match(here, there);
  const differences: SentenceDifference[] = here.map((sentence) => {
    const partner = partners.get(sentence);
    if (partner === undefined) return { kind: 'here', section, here: sentence };
    if (words(partner.text).join(' ') === words(sentence.text).join(' ')) {
      return { kind: 'same', section, here: sentence, there: partner };
    }
    return {
      kind: 'changed',
      section,
      here: sentence,
      there: partner,
      words: compareWords(sentence.text, partner.text),
    };
  });
  const matched = new Set(partners.values());
  there.forEach((sentence, i) => {
    if (matched.has(sentence)) return;
    const before = there[i - 1];
    const at = differences.findLastIndex(
      (difference) => 'there' in difference && difference.there === before,
    );
    differences.splice(at + 1, 0, { kind: 'there', section, there: sentence });
  });
  return differences;
}

/** Each sentence's partner there: the most similar pairs first, each sentence once; of equals the first. */
function match(here: readonly Sentence[], there: readonly Sentence[]): ReadonlyMap<Sentence, Sentence> {
  const pairs = here
    .flatMap((a) => there.map((b) => ({ a, b, similarity: similarity(a.text, b.text) })))
    .filter((pair) => pair.similarity >= leastSimilarity)
    .sort((one, other) => other.similarity - one.similarity);
  const partners = new Map<Sentence, Sentence>();
  const taken = new Set<Sentence>();
  for (const { a, b } of pairs) {
    if (partners.has(a) || taken.has(b)) continue;
    partners.set(a, b);
    taken.add(b);
  }
  return partners;
}

/** Dice's coefficient of the two sentences' words, each counted as often as it stands, 0..1. */
function similarity(a: string, b: string): number {
  const [left, right] = [words(a.toLowerCase()), words(b.toLowerCase())];
  if (left.length + right.length === 0) return 1;
  const rest = [...right];
  const common = left.filter((word) => {
    const at = rest.indexOf(word);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  }).length;
  return (2 * common) / (left.length + right.length);
}

const words = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];

/** Words, signs and the spaces between them: joined they are the text. */
const pieces = (text: string): string[] => text.match(/\s+|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];

function compareWords(here: string, there: string): readonly WordPart[] {
  return diffArrays(pieces(there.trim()), pieces(here.trim())).map(({ value, added, removed }) => ({
    kind: added ? 'here' : removed ? 'there' : 'same',
    text: value.join(''),
  }));
}
