// How many of the reports that radiologists wrote the checker flags:
// node tests/evaluation/contradictions/humanReports.ts ../shared/data/iu-xray train
import { argv } from 'node:process';
import { readOpenI, type Study } from '../../../src/data/openI.ts';
import { findContradictions } from '../../../src/evaluation/contradictions/findContradictions.ts';
import { reportSentences } from '../../../src/text/reportSentences.ts';

interface Flagged {
  /** Of the reports with findings, 0..1. */
  readonly share: number;
  /** By their findings alone, 0..1. */
  readonly ofFindings: number;
  /** Reports by rule. */
  readonly byRule: ReadonlyMap<string, number>;
}

export function flaggedShare(studies: readonly Study[]): Flagged {
  const reports = studies
    .filter(({ findings }) => findings !== '')
    .map(({ findings, impression }) => [reportSentences(findings), reportSentences(impression)] as const);
  const rules = reports.map(
    ([findings, impression]) => new Set(findContradictions(findings, impression).map(({ rule }) => rule)),
  );
  const byRule = new Map<string, number>();
  for (const rule of rules.flatMap((each) => [...each])) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  return {
    share: rules.filter(({ size }) => size > 0).length / reports.length,
    ofFindings:
      reports.filter(([findings]) => findContradictions(findings).length > 0).length / reports.length,
    byRule,
  };
}

if (import.meta.main) {
  const [, , folder, split] = argv;
  if (folder === undefined || (split !== 'train' && split !== 'val')) {
    throw new Error('Give the folder of the data set, then train or val.');
  }
  const { splits } = await readOpenI(folder);
  const { share, ofFindings, byRule } = flaggedShare(splits[split]);
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
  console.log(`flagged: ${percent(share)}; by the findings alone: ${percent(ofFindings)}`);
  for (const [rule, reports] of byRule) console.log(`${rule}: ${reports}`);
}
