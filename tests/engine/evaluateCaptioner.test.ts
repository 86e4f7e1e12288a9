import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateCaptioner, type EvaluateOptions } from '../../src/engine/evaluateCaptioner.ts';
import { writeModelFolder } from '../../src/engine/modelFolder.ts';
import { openCaptioner } from '../../src/engine/openCaptioner.ts';
import { decodeImage } from '../../src/image/decode.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { randomModel } from '../model/randomModel.ts';
import { writeSmallDataset } from './smallDataset.ts';

let base: string;
let options: EvaluateOptions;
const heard: string[] = [];
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'evaluate-'));
  await writeModelFolder(join(base, 'model'), randomModel());
  await writeSmallDataset(join(base, 'data'));
  await startBackend('wasm');
  options = {
    modelFolder: join(base, 'model'),
    dataFolder: join(base, 'data'),
    split: 'val',
    beam: 2,
    cacheFolder: join(base, 'cache'),
    onProgress: (what, done, count) => heard.push(`${what} ${done}/${count}`),
  };
});
afterAll(() => rm(base, { recursive: true }));

test('scores captions, tags and confidence, and leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  const found = await evaluateCaptioner(options);
  expect(tf.memory().numTensors).toBe(before);
  expect(found).toMatchObject({ data: 'Three photos', split: 'val', beam: 2, scores: { n: 3 } });
  expect(found.model).toMatch(/^tiny@/);
  expect(found.captions.map((caption) => caption.file)).toEqual([
    'val-chelsea.jpg',
    'val-coffee.jpg',
    'val-astronaut.jpg',
  ]);
  const ciders = found.captions.map((caption) => caption.cider);
  expect(ciders.reduce((a, b) => a + b, 0) / 3).toBeCloseTo(found.scores.cider, 10);
  expect(found.confidence.coverage[0]).toMatchObject({ coverage: 1 });
  expect(found.confidence.coverage[0]?.value).toBeCloseTo(found.scores.cider, 10);
  expect(found.confidence.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(3);
  for (const value of [found.tags.f1, found.tags.map, found.confidence.error, found.confidence.hedged]) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  expect(heard).toEqual(['captions 3/3', 'training photos 3/3']);
});

test('says what the captioner says, as its ranking has it, and is as sure', async () => {
  const { captions } = await evaluateCaptioner(options);
  const captioner = await openCaptioner(options.modelFolder, 'wasm');
  const side = captioner.inputSize;
  for (const { file, caption, probability, hedged } of captions) {
    const path = join(options.dataFolder, 'images', file);
    const image = await decodeImage({ path }, { width: side, height: side });
    const { results } = await captioner.caption([image], { beam: options.beam, nBest: 1 });
    expect(results[0]?.captions[0]?.text).toBe(caption);
    expect(results[0]?.probability).toBeCloseTo(probability, 3);
    expect(results[0]?.hedged).toBe(hedged);
  }
  captioner.dispose();
});

test('the nearest training photo is the same photo; its features come from the cache the second time', async () => {
  heard.length = 0;
  const { baselines } = await evaluateCaptioner(options);
  expect(heard).toEqual(['captions 3/3']);
  expect(await readdir(options.cacheFolder)).toHaveLength(1);
  expect(baselines.map((baseline) => [baseline.key, baseline.name])).toEqual([
    ['nearestNeighbour', "nearest training photo's caption"],
    ['mostCommonCaption', 'always "a striped cat"'],
  ]);
  expect(baselines[0]?.scores).toMatchObject({ distinct: 1, n: 3 });
  expect(baselines[0]?.scores.bleu4).toBeCloseTo(1, 6);
  expect(baselines[1]?.scores).toMatchObject({ mostRepeated: 3, n: 3 });
});

test('a limit keeps the first photos', async () => {
  expect((await evaluateCaptioner({ ...options, limit: 1 })).captions).toHaveLength(1);
});

test('a split without photos is named, with what there is', async () => {
  await expect(evaluateCaptioner({ ...options, split: 'test' })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/test split: choose train \(3 photos\) or val \(3 photos\)/) as unknown,
  });
});
