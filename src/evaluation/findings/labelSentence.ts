// What one sentence says of the 13 findings, in the manner of CheXpert's labeler (Irvin et al. 2019, section 3): mentions,
// and for each whether it is affirmed, denied or doubted.
import { assertionOf, type Assertion } from './assertion.ts';
import { clausesOf, plain } from './clauses.ts';
import { judgeParts } from './judgedParts.ts';
import type { Mention } from './mention.ts';
import { findings, type Finding } from './observations.ts';
import { namedIn } from './phrases.ts';
import { sideOf } from './sides.ts';

/** Each mention of a finding, in the order of the clauses. */
export function mentionsIn(sentence: string): Mention[] {
  return clausesOf(plain(sentence)).flatMap((clause) => [
    ...findings.flatMap((finding) =>
      namedIn(clause, finding).map(({ start, end }) => ({
        finding,
        assertion: assertionOf(clause, start, end),
        words: clause.slice(start, end),
        clause,
        side: sideOf(clause, start, end),
      })),
    ),
    ...judgeParts(clause),
  ]);
}

/** What is said several times is there if it is somewhere, and else may be there if it may be somewhere. */
const weight: Readonly<Record<Assertion, number>> = { positive: 2, uncertain: 1, negative: 0 };

/** One assertion for each finding that is mentioned. */
export function summarise(mentions: readonly Mention[]): ReadonlyMap<Finding, Assertion> {
  const labels = new Map<Finding, Assertion>();
  for (const { finding, assertion } of mentions) {
    const known = labels.get(finding);
    if (known === undefined || weight[assertion] > weight[known]) labels.set(finding, assertion);
  }
  return labels;
}

/**
 * The findings of one sentence: positive, negative or uncertain; what is not mentioned is not in the map.
 * @param sentence As it is written or printed, not tokens.
 */
export function labelSentence(sentence: string): ReadonlyMap<Finding, Assertion> {
  return summarise(mentionsIn(sentence));
}
