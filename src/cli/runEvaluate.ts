// What `ekphrasis evaluate` does: scores, a table for people, files for programs.
import { join } from 'node:path';
import { evaluateCaptioner, type Evaluation, type EvaluateOptions } from '../engine/evaluateCaptioner.ts';
import { formatScorecards } from '../evaluation/scorecard.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { hasNative, startBackend } from '../tensor/backend.ts';
import { evaluationProgress } from './evaluationProgress.ts';
import type { Terminal } from './terminal.ts';

export interface EvaluateFlags {
  readonly model: string;
  readonly data: string;
  readonly split: EvaluateOptions['split'];
  readonly beam: number;
  readonly backend?: 'wasm' | 'native' | 'cpu';
  readonly limit?: number;
  readonly runs: string;
  readonly json?: string;
  readonly captions?: string;
}

const percent = (value: number): string => (100 * value).toFixed(1);

/** What people read: scores times 100. */
export function formatEvaluation(evaluation: Evaluation): string {
  const { scores, tags, confidence, baselines } = evaluation;
  const rows = [
    { name: evaluation.model, scorecard: scores },
    ...baselines.map((baseline) => ({ name: baseline.name, scorecard: baseline.scores })),
  ];
  const surest = confidence.coverage.map(({ coverage, value }) =>
    coverage === 1
      ? `${percent(value)} on all`
      : `${percent(value)} on the surest ${Math.round(100 * coverage)} %`,
  );
  return [
    `${evaluation.data}, ${evaluation.split}, beam ${evaluation.beam}; scores times 100`,
    '',
    formatScorecards(rows),
    ...(baselines.length === 0 ? ['No baselines: the data has no training photos.'] : []),
    '',
    `Tags: F1 ${percent(tags.f1)} at the threshold ${tags.threshold}, mAP ${percent(tags.map)} (a tag is true when 2 of 5 captions say it).`,
    `CIDEr: ${surest.join(', ')}.`,
    `Confidence: ${percent(confidence.good)} % of the captions are good (CIDEr of ${100 * confidence.goodCider} or more); calibration error ${percent(confidence.error)} %; ${percent(confidence.hedged)} % are hedged.`,
  ].join('\n');
}

/** What programs read: fractions, as pycocoevalcap gives them (CIDEr 0..10). */
export function evaluationJson(evaluation: Evaluation): Record<string, unknown> {
  const { scores, captions, baselines, ...rest } = evaluation;
  return {
    ...scores,
    ...rest,
    n: captions.length,
    baselines: Object.fromEntries(baselines.map(({ key, name, scores: of }) => [key, { name, ...of }])),
  };
}

/**
 * Scores, prints and writes.
 * @throws AppError what evaluateCaptioner and writeWhole throw; backend/unavailable
 */
export async function runEvaluate(
  flags: EvaluateFlags,
  terminal: Terminal,
  nowMs: () => number,
): Promise<void> {
  await startBackend(flags.backend ?? (hasNative() ? 'native' : 'wasm'));
  const evaluation = await evaluateCaptioner({
    modelFolder: flags.model,
    dataFolder: flags.data,
    split: flags.split,
    beam: flags.beam,
    limit: flags.limit,
    cacheFolder: join(flags.runs, 'cache'),
    onProgress: evaluationProgress(terminal, nowMs),
  });
  terminal.show('');
  const write = async (path: string | undefined, content: unknown): Promise<void> => {
    if (path === undefined) return;
    await writeWhole(path, `${JSON.stringify(content, undefined, 2)}\n`, { overwrite: true });
  };
  await write(flags.json, evaluationJson(evaluation));
  await write(flags.captions, evaluation.captions);
  await terminal.print(`${formatEvaluation(evaluation)}\n`);
}
