// How well the findings of candidate reports agree with those of reference reports.
import { assert } from '../../errors.ts';
import { observations, type Observation } from './observations.ts';

export interface LabelScore {
  readonly precision: number;
  readonly recall: number;
  /** 0 where nothing was right. */
  readonly f1: number;
  /** Reference reports with it. */
  readonly references: number;
  /** Candidate reports with it. */
  readonly candidates: number;
}

export interface FindingsScore {
  readonly labels: Readonly<Record<Observation, LabelScore>>;
  /** Over the 13 findings, without `No Finding`. */
  readonly microF1: number;
  readonly macroF1: number;
  /** Over all 14 observations. */
  readonly microF1All: number;
  readonly macroF1All: number;
}

interface Counts {
  both: number;
  references: number;
  candidates: number;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const f1 = ({ both, references, candidates }: Counts): number => ratio(2 * both, references + candidates);

function micro(counts: readonly Counts[]): number {
  const sum = (key: keyof Counts): number => counts.reduce((total, count) => total + count[key], 0);
  return f1({ both: sum('both'), references: sum('references'), candidates: sum('candidates') });
}

const macro = (counts: readonly Counts[]): number =>
  counts.reduce((total, count) => total + f1(count), 0) / counts.length;

/**
 * Precision, recall and F1 of each observation, micro- and macro-averaged F1, 0..1. A label that no report has counts as
 * 0 in the macro averages.
 * @param references What is present in each reference report (`presentIn`).
 * @param candidates What is present in each candidate report, in the same order.
 */
export function findingsF1(
  references: readonly ReadonlySet<Observation>[],
  candidates: readonly ReadonlySet<Observation>[],
): FindingsScore {
  assert(references.length === candidates.length, 'as many candidates as references');
  const count = (name: Observation): Counts => ({
    both: references.filter((reference, i) => reference.has(name) && candidates[i]?.has(name)).length,
    references: references.filter((reference) => reference.has(name)).length,
    candidates: candidates.filter((candidate) => candidate.has(name)).length,
  });
  const counts = observations.map(count);
  const specific = counts.slice(1);
  const labels = Object.fromEntries(
    observations.map((name, i) => {
      const { both, references: inReferences, candidates: inCandidates } = counts[i] as Counts;
      const score: LabelScore = {
        precision: ratio(both, inCandidates),
        recall: ratio(both, inReferences),
        f1: f1(counts[i] as Counts),
        references: inReferences,
        candidates: inCandidates,
      };
      return [name, score];
    }),
  ) as Record<Observation, LabelScore>;
  return {
    labels,
    microF1: micro(specific),
    macroF1: macro(specific),
    microF1All: micro(counts),
    macroF1All: macro(counts),
  };
}
