import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeModelFolder } from '../../src/engine/modelFolder.ts';
import { readReporterFolder, writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { decodeHalf, encodeHalf } from '../../src/tensor/halfFloat.ts';
import { randomModel } from '../model/randomModel.ts';
import { randomReporter } from '../model/randomReporter.ts';

const content = randomReporter();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reporter-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is written is read again, weights as halves, named by its content', async () => {
  await writeReporterFolder(folder, content);
  const found = await readReporterFolder(folder);
  expect(found.config).toEqual(content.config);
  expect(found.tags).toEqual(content.tags);
  expect(found.vocabulary.words).toEqual(content.vocabulary.words);
  expect(found.counts).toEqual(content.counts);
  expect([...found.arrays.keys()].sort()).toEqual([...content.arrays.keys()].sort());
  const name = 'sentences/lstm/kernel';
  const { data = new Float32Array() } = content.arrays.get(name) ?? {};
  expect(found.arrays.get(name)?.data).toEqual(decodeHalf(encodeHalf(data)));
  expect(found.model).toMatch(/^tiny-reporter@[0-9a-f]{8}$/);
  const other = { ...content, config: { ...content.config, temperature: 2 } };
  await writeReporterFolder(folder, other);
  expect((await readReporterFolder(folder)).model).not.toBe(found.model);
});

describe('what does not fit together is named', () => {
  const change = async (changed: Record<string, unknown>): Promise<void> => {
    await writeReporterFolder(folder, content);
    const path = join(folder, 'config.json');
    const config = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...config, ...changed }));
  };

  test('too few thresholds', async () => {
    await change({ thresholds: [0.5] });
    await expect(readReporterFolder(folder)).rejects.toMatchObject({
      code: 'model/mismatch',
      message: expect.stringContaining('there are 1 thresholds, expected 16') as string,
    });
  });

  test.each([
    [{ hiddenSize: 9 }, 'model/mismatch', /has shape .* by config.json/],
    [{ tagCount: 15 }, 'model/mismatch', /there are 16 tags in vocabulary.json, expected 15/],
    [{ temperature: 0 }, 'model/damaged', /temperature/],
    [{ decoding: { beam: 0, lengthPower: 1, drafts: 1, stopAt: 0.5 } }, 'model/damaged', /decoding\.beam/],
  ])('%j', async (changed, code, message) => {
    await change(changed);
    await expect(readReporterFolder(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('a model of another kind', async () => {
    await writeModelFolder(folder, randomModel());
    await expect(readReporterFolder(folder)).rejects.toMatchObject({ code: 'model/damaged' });
  });
});
