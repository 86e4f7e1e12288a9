import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { prepareWords, type PreparedWords } from '../../src/model/preparedWords.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { findAll, forEachBatch } from '../../src/training/findAll.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomDecoder, randomHeads } from '../model/randomModel.ts';
import { tinyData } from './tinyStage.ts';

const lines = [['a dog runs in grass'], ['the red ball'], ['a man throws the red ball']];
const { data } = tinyData({ copies: 1, lines });
const photos = data.validation;
let weights: Weights;
let prepared: PreparedWords;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(new Map([...randomDecoder(data.config, 2, 2), ...randomHeads(data.config, 3)]));
  prepared = await prepareWords(weights);
});

test('finds the same whatever the batches, each photo its own, and leaves no tensor behind', async () => {
  const found = await findAll(prepared, data.config, photos, { beam: 2, batchImages: 3 });
  expect(found).toHaveLength(3);
  expect(new Set(found.map(({ tags }) => tags.join())).size).toBe(3);
  await expectNoLeak(async () => {
    const inParts = await findAll(prepared, data.config, photos, { beam: 2, batchImages: 2 });
    const idsOf = (all: typeof found) =>
      all.map(({ candidates }) => candidates.map(({ words }) => words.map((word) => word.id)));
    expect(idsOf(inParts)).toEqual(idsOf(found));
    for (const [i, { relevance }] of inParts.entries())
      for (const [id, value] of relevance.entries())
        expect(value).toBeCloseTo(found[i]?.relevance[id] ?? NaN, 4);
  });
});

test('an abort is heard before each batch; grids are freed when the work fails', async () => {
  const stopped = new AbortController();
  const reason = new Error('stopped');
  const sizes: number[] = [];
  await expectNoLeak(async () => {
    const working = forEachBatch(weights, photos, { batchImages: 2, signal: stopped.signal }, (grid) => {
      sizes.push(grid.shape[0]);
      stopped.abort(reason);
      return Promise.resolve();
    });
    await expect(working).rejects.toBe(reason);
  });
  expect(sizes).toEqual([2]);
  await expectNoLeak(async () => {
    const failing = forEachBatch(weights, photos, { batchImages: 2 }, () => Promise.reject(reason));
    await expect(failing).rejects.toBe(reason);
  });
  const aborted = findAll(prepared, data.config, photos, { beam: 1, batchImages: 2, signal: stopped.signal });
  await expect(aborted).rejects.toBe(reason);
});

test('the last batch is what is left', async () => {
  const sizes: number[] = [];
  await forEachBatch(weights, photos, { batchImages: 2 }, (grid: tf.Tensor3D) => {
    sizes.push(grid.shape[0]);
    return Promise.resolve();
  });
  expect(sizes).toEqual([2, 1]);
});
