// The labels of a whole report.
import type { Assertion } from './assertion.ts';
import { mentionsIn, summarise } from './labelSentence.ts';
import { observations, type Finding, type Observation } from './observations.ts';

export interface ReportLabels {
  /** One assertion for each finding that is mentioned. */
  readonly findings: ReadonlyMap<Finding, Assertion>;
  /** CheXpert's rule: nothing is there or may be there, supporting devices excepted. */
  readonly noFinding: boolean;
}

/** @param sentences Of all parts of the report that count. */
export function labelReport(sentences: readonly string[]): ReportLabels {
  const labels = summarise(sentences.flatMap(mentionsIn));
  const noFinding = [...labels].every(
    ([finding, assertion]) => finding === 'Support Devices' || assertion === 'negative',
  );
  return { findings: labels, noFinding };
}

/** The observations that count as present: what may be there is reported, so it counts as well. */
export function presentIn({ findings, noFinding }: ReportLabels): ReadonlySet<Observation> {
  return new Set(
    observations.filter((name) =>
      name === 'No Finding' ? noFinding : (findings.get(name) ?? 'negative') !== 'negative',
    ),
  );
}
