// A reporter of random weights, scored over a few made-up studies.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runEvaluateReports } from '../../src/cli/runEvaluateReports.ts';
import { evaluateReporter } from '../../src/engine/evaluateReporter.ts';
import { readModelFormat } from '../../src/engine/modelFiles.ts';
import { writeModelFolder } from '../../src/engine/modelFolder.ts';
import { writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { observations } from '../../src/evaluation/findings/observations.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { writeSmallStudies } from '../engine/smallStudies.ts';
import { randomModel } from '../model/randomModel.ts';
import { randomReporter } from '../model/randomReporter.ts';
import { fakeTerminal } from './fakeTerminal.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'evaluate-'));
  await writeReporterFolder(join(base, 'model'), randomReporter());
  await writeSmallStudies(join(base, 'data'), { train: 4, val: 6 });
  await startBackend('wasm');
});
afterAll(() => rm(base, { recursive: true }));

const optionsOf = () => ({
  modelFolder: join(base, 'model'),
  dataFolder: join(base, 'data'),
  split: 'val' as const,
  limit: undefined,
  cacheFolder: join(base, 'runs/cache'),
  onProgress: () => undefined,
});

test('a folder says which kind of model it holds', async () => {
  await writeModelFolder(join(base, 'captioner'), randomModel());
  expect(await readModelFormat(join(base, 'model'))).toBe('ekphrasis/chest-xray-reporter');
  expect(await readModelFormat(join(base, 'captioner'))).toBe('ekphrasis/photo-captioner');
  await expect(readModelFormat(join(base, 'nowhere'))).rejects.toMatchObject({ code: 'model/missing' });
});

test('prints a table beside three baselines and writes the scores and drafts', async () => {
  const terminal = fakeTerminal({ isWatched: true });
  const flags = {
    model: join(base, 'model'),
    data: join(base, 'data'),
    split: 'val',
    beam: 3,
    backend: 'wasm',
    runs: join(base, 'runs'),
    json: join(base, 'scores.json'),
    captions: join(base, 'drafts.json'),
  } as const;
  await runEvaluateReports(flags, terminal, () => 0);

  const { printed, shown } = terminal;
  for (const word of [
    ...['BLEU-4', 'METEOR', 'ROUGE-L', 'CIDEr', 'F1 micro', 'F1 macro', 'distinct', 'contradictory'],
    ...['one constant report', 'a training report by chance', "nearest training study's report"],
    ...['Normal studies', 'Abnormal studies', 'Stop control: right at', ...observations],
  ]) {
    expect(printed, word).toContain(word);
  }
  // Half a dozen studies, two of which have one view; this model takes every film for frontal.
  expect(printed).toContain('Gate: 60.00 % of 10 films');
  expect(shown.join('\n')).toMatch(/drafts \[#+\] 6 of 6/);
  expect(shown.at(-1)).toBe('');

  const scores = JSON.parse(await readFile(flags.json, 'utf8')) as Record<string, unknown>;
  expect(scores).toMatchObject({ data: 'Small studies', split: 'val', films: 10, viewAccuracy: 0.6 });
  expect(scores['model']).toMatch(/^tiny-reporter@/);
  expect(scores).not.toHaveProperty('studies');
  const drafts = JSON.parse(await readFile(flags.captions, 'utf8')) as Record<string, unknown>[];
  expect(drafts.map(({ uid }) => uid)).toEqual(Array.from({ length: 6 }, (_, i) => `val-${i}`));
  expect(Object.keys(drafts[0] ?? {})).toEqual(['uid', 'draft', 'reference', 'observations', 'normal']);
});

test('scores each part as it should, and leaves no tensors', async () => {
  const before = tf.memory().numTensors;
  const { rows, tags, stopAccuracy, studies } = await evaluateReporter(optionsOf());
  expect(tf.memory().numTensors).toBe(before);
  expect(studies.map(({ normal }) => normal)).toEqual([false, true, false, false, true, false]);
  for (const { all, normal, abnormal } of rows) expect([all.n, normal?.n, abnormal?.n]).toEqual([6, 2, 4]);
  // The words of the two studies without findings are not scored.
  expect(rows.map(({ all }) => all.text.n)).toEqual([4, 4, 4, 4]);
  // The baselines say what training studies say, which here are the very reports.
  const [drafted, constant, random, nearest] = rows;
  expect(drafted?.all.text.bleu4).toBeLessThan(0.1);
  expect(constant?.all.text).toMatchObject({ distinct: 0.25 });
  expect(constant?.all.contradictory).toBe(0);
  expect(random?.all.text.bleu1).toBeGreaterThan(0.2);
  // The films are grey as their kind of report has it: the nearest study has the very same.
  expect(nearest?.all.text.rougeL).toBeCloseTo(1, 6);
  expect(nearest?.all.findings.microF1).toBeCloseTo(1, 6);
  // Every tag is as probable for one study as for another.
  expect(tags).toMatchObject({ auroc: 0.5, observationsAuroc: 0.5 });
  expect(tags.count).toBe(5);
  expect(stopAccuracy).toBeGreaterThan(0);
  expect(stopAccuracy).toBeLessThan(1);
});

test('of the first studies alone, and of a split that is not there', async () => {
  const { studies, films } = await evaluateReporter({ ...optionsOf(), limit: 2 });
  expect(studies).toHaveLength(2);
  expect(films).toBe(4);
  await expect(evaluateReporter({ ...optionsOf(), split: 'test' })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/No study taken from the test split of .*data has findings/) as string,
  });
  await writeSmallStudies(join(base, 'untaught'), { train: 0, val: 1 });
  await expect(
    evaluateReporter({ ...optionsOf(), dataFolder: join(base, 'untaught') }),
  ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('training split') as string });
});
