// Which of the sentences that the decoder offers a draft takes: one that keeps to the plan, does not say what has been
// said, and contradicts nothing.
import { blanketStatementsIn } from '../evaluation/contradictions/blanketStatements.ts';
import { findContradictions } from '../evaluation/contradictions/findContradictions.ts';
import { labelSentence } from '../evaluation/findings/labelSentence.ts';
import { findings, type Finding } from '../evaluation/findings/observations.ts';
import type { Section } from '../model/reporter/config.ts';

/** Findings that a sentence states, as certain or as possible. */
export function statedIn(sentence: string): Set<Finding> {
  return new Set([...labelSentence(sentence)].filter(([, how]) => how !== 'negative').map(([name]) => name));
}

/** Findings that a sentence denies. */
export function deniedIn(sentence: string): Set<Finding> {
  return new Set([...labelSentence(sentence)].filter(([, how]) => how === 'negative').map(([name]) => name));
}

/** True when the sentence states only planned findings and denies none of them. */
export function keepsTo(planned: ReadonlySet<Finding>, sentence: string): boolean {
  const stated = [...statedIn(sentence)];
  return (
    stated.every((finding) => planned.has(finding)) &&
    [...deniedIn(sentence)].every((finding) => stated.includes(finding) || !planned.has(finding))
  );
}

/** What has been said, section by section. */
export type Said = Readonly<Record<Section, readonly string[]>>;

/** Findings that a sentence denies with many others, without naming them ("The lungs are clear", "Normal chest"). */
export function sweptAwayIn(sentence: string): Set<Finding> {
  const blankets = blanketStatementsIn(sentence);
  return new Set(findings.filter((finding) => blankets.some(({ denies }) => denies(finding, ''))));
}

/**
 * True when the sentence leaves room for the planned findings that are still to be said: "Normal chest" before them
 * would shut them out, as what contradicts is not said. Once they are said, `fitsBeside` knows better.
 */
export function leavesRoom(planned: ReadonlySet<Finding>, said: Said, sentence: string): boolean {
  const swept = sweptAwayIn(sentence);
  const stated = new Set([...said.findings, ...said.impression].flatMap((one) => [...statedIn(one)]));
  return [...planned].every((finding) => stated.has(finding) || !swept.has(finding));
}

const all = (sentences: readonly string[], of: (sentence: string) => Set<Finding>): Set<Finding> =>
  new Set(sentences.flatMap((sentence) => [...of(sentence)]));

const isWithin = (some: ReadonlySet<Finding>, known: ReadonlySet<Finding>): boolean =>
  [...some].every((finding) => known.has(finding));

/**
 * True when the sentence says again what its section has said: findings that are stated or denied there, or that all is
 * well. An impression does not deny again what the findings denied, and a sentence of which nothing is known is new.
 */
export function repeats(said: Said, section: Section, sentence: string): boolean {
  const [stated, denied] = [statedIn(sentence), deniedIn(sentence)];
  if (stated.size > 0) {
    const known = all(said[section], statedIn);
    return isWithin(stated, known) && isWithin(denied, all(said[section], deniedIn));
  }
  const before = section === 'impression' ? [...said.findings, ...said.impression] : said.findings;
  if (denied.size > 0) return isWithin(denied, all(before, deniedIn));
  return sweptAwayIn(sentence).size > 0 && isWithin(sweptAwayIn(sentence), all(said[section], sweptAwayIn));
}

const comparing =
  /\b(?:stable|unchanged|interval|prior|previous(?:ly)?|compar(?:ed|ison)|again|persist(?:s|ent)|new(?:ly)?|resol(?:ved|ution)|improv(?:ed|ing|ement)|worsen(?:ed|ing))\b/i;

/** True when the sentence compares with an earlier study, which the model has not seen. */
export const comparesWithBefore = (sentence: string): boolean => comparing.test(sentence);

/** True when the sentence keeps to the plan, leaves room for the rest of it, fits beside what has been said, is new, and can be known. */
export const maySay = (
  planned: ReadonlySet<Finding>,
  said: Said,
  section: Section,
  sentence: string,
): boolean =>
  !comparesWithBefore(sentence) &&
  keepsTo(planned, sentence) &&
  leavesRoom(planned, said, sentence) &&
  !repeats(said, section, sentence) &&
  fitsBeside(said, section, sentence);

/** True when the sentence may stand in this section beside what has been said. */
export function fitsBeside(said: Said, section: Section, sentence: string): boolean {
  if (said[section].includes(sentence)) return false;
  const all = { ...said, [section]: [...said[section], sentence] };
  return findContradictions(all.findings, all.impression).length === 0;
}
