import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashConfig, readTrainingConfig } from '../../src/training/readTrainingConfig.ts';
import type { TrainingConfig } from '../../src/training/trainingConfig.ts';
import { crossEntropyStage, selfCriticalStage, tinyTrainingConfig } from './tinyStage.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterAll(() => rm(folder, { recursive: true }));

const config = tinyTrainingConfig([crossEntropyStage, selfCriticalStage]);

async function read(text: string): Promise<TrainingConfig> {
  const path = join(folder, 'train.json');
  await writeFile(path, text);
  return readTrainingConfig(path);
}

test('gives what was written; the config that comes along is one', async () => {
  expect(await read(JSON.stringify(config))).toEqual(config);
  const ours = join(import.meta.dirname, '../../models/photo-captioner/train.json');
  expect(await read(await readFile(ours, 'utf8'))).toMatchObject({ name: 'photo-captioner' });
});

test('a file that is not there', async () => {
  const reading = readTrainingConfig(join(folder, 'none.json'));
  await expect(reading).rejects.toMatchObject({ code: 'data/missing' });
});

test.each([
  ['', /is not valid JSON/],
  ['[]', /train\.json: Invalid input.*expected object.*Correct it\./],
  [JSON.stringify({ ...config, seed: 1.5 }), /train\.json: seed: .+ Correct it\./],
  [JSON.stringify({ ...config, colour: 1 }), /train\.json: Unrecognized key.*colour/],
  [JSON.stringify({ ...config, stages: [] }), /stages: /],
  [JSON.stringify({ ...config, heads: {} }), /heads\.relevance: /],
  [JSON.stringify({ ...config, decoding: { lengthPower: 1, guidance: [] } }), /decoding\.guidance: /],
  [JSON.stringify({ ...config, decoding: { lengthPower: 1, guidance: Array(9).fill(0) } }), /guidance: /],
  [JSON.stringify({ ...config, ranking: { ...config.ranking, specificity: -1 } }), /ranking\.specificity: /],
  [JSON.stringify({ ...config, stages: [{ ...crossEntropyStage, epochs: 0 }] }), /stages\.0\.epochs: /],
  [JSON.stringify({ ...config, stages: [{ ...crossEntropyStage, kind: 'other' }] }), /stages\.0\.kind: /],
  [JSON.stringify({ ...config, stages: [{ ...crossEntropyStage, name: '../up' }] }), /stages\.0\.name: /],
  [JSON.stringify({ ...config, stages: [{ ...crossEntropyStage, unfreezeFrom: 'top' }] }), /unfreezeFrom: /],
  [JSON.stringify({ ...config, stages: [{ ...selfCriticalStage, samples: 1 }] }), /stages\.0\.samples: /],
])('%.60s is wrong: one sentence that says where', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(message) as string,
  });
});

describe('which run the weights belong to', () => {
  const hash = (changed: Partial<TrainingConfig>, stages = 1, limit?: number): string =>
    hashConfig({ ...config, ...changed }, stages, limit);

  test.each<Partial<TrainingConfig>>([
    { validation: { beam: 5, batchImages: 1, images: 9 } },
    { decoding: { lengthPower: 0, guidance: [1] } },
    { heads: { ...config.heads, joint: { ...config.heads.joint, rate: 1 } } },
    { ranking: { precision: 1, specificity: 1, rareWords: 1 } },
    { output: 'elsewhere' },
    { stages: [crossEntropyStage] },
    { stages: [crossEntropyStage, { ...selfCriticalStage, rate: 1 }] },
  ])('%j may change', (changed) => {
    expect(hash(changed)).toBe(hash({}));
  });

  test.each<Partial<TrainingConfig>>([
    { seed: 9 },
    { data: 'other' },
    { encoderWeights: 'other' },
    { model: { ...config.model, hiddenSize: 9 } },
    { model: { ...config.model, jointSize: 9 } },
    { augmentation: { minCrop: 1, flip: false, colour: 0 } },
    { stages: [{ ...crossEntropyStage, rate: 1 }] },
  ])('%j is another run', (changed) => {
    expect(hash(changed)).not.toBe(hash({}));
  });

  test('so are more stages, and a limit', () => {
    expect(new Set([hash({}), hash({}, 2), hash({}, 1, 5), hash({}, 1, 6)]).size).toBe(4);
  });
});
