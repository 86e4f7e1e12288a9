// What `ekphrasis evaluate` does for a reporter: scores, a table for people, files for programs.
import { join } from 'node:path';
import { evaluateReporter, type ReporterEvaluation } from '../engine/evaluateReporter.ts';
import type { ScoredReports } from '../engine/reportEvaluation/scoreApart.ts';
import { observations } from '../evaluation/findings/observations.ts';
import type { ReportScores } from '../evaluation/reportScores.ts';
import { textTable } from '../evaluation/textTable.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { hasNative, startBackend } from '../tensor/backend.ts';
import { evaluationProgress } from './evaluationProgress.ts';
import type { EvaluateFlags } from './runEvaluate.ts';
import type { Terminal } from './terminal.ts';

const percent = (value: number | undefined, digits = 1): string =>
  value === undefined ? '-' : (100 * value).toFixed(digits);

const columns: readonly (readonly [title: string, show: (scores: ReportScores) => string])[] = [
  ['BLEU-1', ({ text }) => percent(text.bleu1)],
  ['BLEU-2', ({ text }) => percent(text.bleu2)],
  ['BLEU-3', ({ text }) => percent(text.bleu3)],
  ['BLEU-4', ({ text }) => percent(text.bleu4)],
  ['METEOR', ({ text }) => percent(text.meteor)],
  ['ROUGE-L', ({ text }) => percent(text.rougeL)],
  ['CIDEr', ({ text }) => percent(text.cider)],
  ['F1 micro', ({ findings }) => percent(findings.microF1)],
  ['F1 macro', ({ findings }) => percent(findings.macroF1)],
  ['distinct', ({ text }) => percent(text.distinct)],
  ['contradictory', ({ contradictory }) => percent(contradictory)],
  ['n', ({ n }) => n.toString()],
];

function scoreTable(
  rows: readonly ScoredReports[],
  of: (row: ScoredReports) => ReportScores | undefined,
): string {
  return textTable([
    ['', ...columns.map(([title]) => title)],
    ...rows.flatMap((row) => {
      const scores = of(row);
      return scores ? [[row.name, ...columns.map(([, show]) => show(scores))]] : [];
    }),
  ]);
}

function findingTable({ rows }: ReporterEvaluation): string {
  const labels = rows[0]?.all.findings.labels;
  return textTable([
    ['', 'precision', 'recall', 'F1', 'in references', 'in drafts'],
    ...observations.map((name) => {
      const score = labels?.[name];
      const { precision, recall, f1, references = 0, candidates = 0 } = score ?? {};
      return [name, percent(precision), percent(recall), percent(f1), `${references}`, `${candidates}`];
    }),
  ]);
}

/** What people read: scores times 100. */
export function formatReporterEvaluation(evaluation: ReporterEvaluation): string {
  const { rows, tags } = evaluation;
  return [
    `${evaluation.data}, ${evaluation.split}; scores times 100. Words: findings sections, where the reference has one.`,
    '',
    scoreTable(rows, ({ all }) => all),
    '',
    'Normal studies',
    scoreTable(rows, ({ normal }) => normal),
    '',
    'Abnormal studies',
    scoreTable(rows, ({ abnormal }) => abnormal),
    '',
    'Findings of the drafts, by the rule-based labeler',
    findingTable(evaluation),
    '',
    `Tags (${tags.count}): AUROC ${percent(tags.auroc)}, AP ${percent(tags.averagePrecision)}; the 14 observations: AUROC ${percent(tags.observationsAuroc)}, AP ${percent(tags.observationsAveragePrecision)}.`,
    `Stop control: right at ${percent(evaluation.stopAccuracy)} % of the places.`,
    `Gate: ${percent(evaluation.viewAccuracy, 2)} % of ${evaluation.films} films taken for the view that they are.`,
  ].join('\n');
}

/**
 * Scores, prints and writes.
 * @throws AppError what evaluateReporter and writeWhole throw; backend/unavailable
 */
export async function runEvaluateReports(
  flags: EvaluateFlags,
  terminal: Terminal,
  nowMs: () => number,
): Promise<void> {
  await startBackend(flags.backend ?? (hasNative() ? 'native' : 'wasm'));
  const evaluation = await evaluateReporter({
    modelFolder: flags.model,
    dataFolder: flags.data,
    split: flags.split,
    limit: flags.limit,
    cacheFolder: join(flags.runs, 'cache'),
    onProgress: evaluationProgress(terminal, nowMs),
  });
  terminal.show('');
  const { studies, ...scores } = evaluation;
  const write = async (path: string | undefined, content: unknown): Promise<void> => {
    if (path === undefined) return;
    await writeWhole(path, `${JSON.stringify(content, undefined, 2)}\n`, { overwrite: true });
  };
  await write(flags.json, scores);
  await write(flags.captions, studies);
  await terminal.print(`${formatReporterEvaluation(evaluation)}\n`);
}
