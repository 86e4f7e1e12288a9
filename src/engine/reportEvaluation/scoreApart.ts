// Scores of drafts: of all studies, and of the normal and the abnormal ones apart.
import type { Synonyms } from '../../evaluation/meteor.ts';
import {
  scoreReports,
  type ReferenceReport,
  type ReportScores,
  type ReportText,
} from '../../evaluation/reportScores.ts';

export interface ScoredReports {
  readonly name: string;
  readonly all: ReportScores;
  /** Undefined where no such study has findings to compare with. */
  readonly normal: ReportScores | undefined;
  readonly abnormal: ReportScores | undefined;
}

/** @param normal whether each study is */
export function scoreApart(
  name: string,
  drafts: readonly ReportText[],
  references: readonly ReferenceReport[],
  normal: readonly boolean[],
  synonyms: Synonyms,
): ScoredReports {
  const only = (kind: boolean): ReportScores | undefined => {
    const places = [...drafts.keys()].filter((place) => normal[place] === kind);
    const of = <T extends ReportText>(reports: readonly T[]): T[] =>
      places.map((place) => reports[place] as T);
    if (!places.some((place) => references[place]?.findings.length !== 0)) return undefined;
    return scoreReports(of(drafts), of(references), synonyms);
  };
  return {
    name,
    all: scoreReports(drafts, references, synonyms),
    normal: only(true),
    abnormal: only(false),
  };
}
