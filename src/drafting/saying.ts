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

/** True when the sentence may stand in this section beside what has been said. */
export function fitsBeside(said: Said, section: Section, sentence: string): boolean {
  if (said[section].includes(sentence)) return false;
  const all = { ...said, [section]: [...said[section], sentence] };
  return findContradictions(all.findings, all.impression).length === 0;
}
