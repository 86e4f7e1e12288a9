// All metrics of drafted reports against those that people wrote, as fractions.
import { assert } from '../errors.ts';
import { findContradictions } from './contradictions/findContradictions.ts';
import { findingsF1, type FindingsScore } from './findings/findingsF1.ts';
import { labelReport, presentIn } from './findings/labelReport.ts';
import type { Observation } from './findings/observations.ts';
import type { Synonyms } from './meteor.ts';
import { scoreCaptions, type Scorecard } from './scorecard.ts';

/** A report by its sentences, as printed. */
export interface ReportText {
  readonly findings: readonly string[];
  readonly impression: readonly string[];
}

/** What people wrote, marks of de-identification removed by the stated policy (reportSentences.ts). */
export interface ReferenceReport extends ReportText {
  /** The observations of the study, by all that was dictated. */
  readonly observed: ReadonlySet<Observation>;
}

export interface ReportScores {
  /** Word overlap of the findings, against the studies whose reports have findings; distinct is of these texts. */
  readonly text: Scorecard;
  /** Findings of the whole report, both sections, by the rule-based labeler. */
  readonly findings: FindingsScore;
  /** Share of drafts that contradict themselves. */
  readonly contradictory: number;
  /** Reports. */
  readonly n: number;
}

const textOf = ({ findings }: ReportText): string => findings.join(' ');

/**
 * @param drafts one a study
 * @param references one a study
 */
export function scoreReports(
  drafts: readonly ReportText[],
  references: readonly ReferenceReport[],
  synonyms?: Synonyms,
): ReportScores {
  assert(drafts.length === references.length && drafts.length > 0, 'a draft for each reference, not none');
  const places = [...references.keys()].filter((i) => references[i]?.findings.length !== 0);
  const texts = (of: readonly ReportText[]): string[] => places.map((i) => textOf(of[i] as ReportText));
  const present = (of: readonly ReportText[]) =>
    of.map(({ findings, impression }) => presentIn(labelReport([...findings, ...impression])));
  const contradictory = drafts.filter(
    ({ findings, impression }) => findContradictions(findings, impression).length > 0,
  );
  return {
    text: scoreCaptions(
      texts(drafts),
      texts(references).map((reference) => [reference]),
      synonyms ? { synonyms } : {},
    ),
    findings: findingsF1(
      references.map(({ observed }) => observed),
      present(drafts),
    ),
    contradictory: contradictory.length / drafts.length,
    n: drafts.length,
  };
}
