import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runEvaluate } from '../../src/cli/runEvaluate.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { writeModelFolder } from '../../src/engine/modelFolder.ts';
import { writeSmallDataset } from '../engine/smallDataset.ts';
import { randomModel } from '../model/randomModel.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'evaluate-'));
  await writeModelFolder(join(base, 'model'), randomModel());
  await writeSmallDataset(join(base, 'data'));
});
afterAll(() => rm(base, { recursive: true }));

test('prints a table and writes the scores and captions', async () => {
  const printed: string[] = [];
  const shown: string[] = [];
  const terminal: Terminal = {
    isWatched: true,
    columns: 80,
    print: (text) => Promise.resolve(void printed.push(text)),
    tell: () => undefined,
    readInput: () => Promise.resolve(''),
    show: (line) => void shown.push(line),
  };
  const flags = {
    model: join(base, 'model'),
    data: join(base, 'data'),
    split: 'val',
    beam: 3,
    backend: 'wasm',
    runs: join(base, 'runs'),
    json: join(base, 'scores.json'),
    captions: join(base, 'captions.json'),
  } as const;
  await runEvaluate(flags, terminal, () => 0);

  const text = printed.join('');
  for (const word of [
    'BLEU-4',
    'METEOR',
    'ROUGE-L',
    'CIDEr-D',
    'distinct',
    'nearest training photo',
    'always "',
  ]) {
    expect(text).toContain(word);
  }
  expect(text).toMatch(/Tags: F1 .*mAP/);
  expect(text).toMatch(/on the surest 33 %/);
  expect(text).toMatch(/calibration error .* hedged/);
  expect(shown.join('\n')).toContain('captions [####################] 3 of 3');
  expect(shown.at(-1)).toBe('');

  const scores = JSON.parse(await readFile(flags.json, 'utf8')) as Record<string, unknown>;
  for (const key of ['bleu1', 'bleu2', 'bleu3', 'bleu4', 'meteor', 'rougeL', 'cider', 'ciderD', 'distinct']) {
    expect(scores[key], key).toBeTypeOf('number');
  }
  expect(scores).toMatchObject({ n: 3, tags: { threshold: 0.4 }, split: 'val', beam: 3 });
  expect(Object.keys(scores['baselines'] as object)).toEqual(['nearestNeighbour', 'mostCommonCaption']);
  const captions = JSON.parse(await readFile(flags.captions, 'utf8')) as readonly Record<string, unknown>[];
  expect(captions).toHaveLength(3);
  expect(Object.keys(captions[0] ?? {})).toEqual([
    'file',
    'caption',
    'probability',
    'hedged',
    'cider',
    'references',
  ]);
});
