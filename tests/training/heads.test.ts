// The heads of a tiny captioner, on the cpu backend: two pictures that they must learn by heart.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { fitSentences, placePhotos } from '../../src/model/jointSpace.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { captionerShapes } from '../../src/model/weightShapes.ts';
import { foretellWords } from '../../src/model/wordRelevance.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import type { NamedArray } from '../../src/tensor/safetensors.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { poolPhotos, trainHeads, wordShares } from '../../src/training/heads.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { loadingMs, startCpuGradients } from './cpuGradients.ts';
import { crossEntropyStage, said, tinyData, tinyHead, tinyTrainingConfig } from './tinyStage.ts';

beforeAll(startCpuGradients, loadingMs);

describe('shares of captions', () => {
  test('a word counts once a caption; special words never', () => {
    const shares = wordShares([[4, 5, 4], [4, 3], [6, 1], [4]], 8);
    expect([...shares]).toEqual([0, 0, 0, 0, 0.75, 0.25, 0.25, 0]);
  });

  test('no captions, no shares', () => {
    expect([...wordShares([], 3)]).toEqual([0, 0, 0]);
  });
});

test('a photo is pooled by the mean of its patches in view 0, in batches', async () => {
  await startBackend('cpu');
  const asked: number[] = [];
  const cache = {
    views: 2,
    read: (indices: readonly number[], views: readonly number[]) => {
      expect(views).toEqual(indices.map(() => 0));
      asked.push(indices.length);
      const rows = indices.map((index) => tf.fill<tf.Rank.R2>([1, gridChannels], index));
      const grid = tf.stack(rows.map((row) => tf.concat([row, tf.mul(row, 3)]))) as tf.Tensor3D;
      return Promise.resolve(grid);
    },
    close: () => Promise.resolve(),
  };
  tf.engine().startScope();
  const pooled = await poolPhotos(cache, 70);
  expect(pooled.shape).toEqual([70, gridChannels]);
  expect(asked).toEqual([64, 6]);
  for (const index of [0, 1, 63, 64, 69]) {
    const row = pooled.arraySync()[index] ?? [];
    expect([Math.min(...row), Math.max(...row)]).toEqual([2 * index, 2 * index]);
  }
  tf.engine().endScope();
});

// One photo of each picture: none stands twice in a batch, where it would contradict itself.
const { data: small, cache } = tinyData({ copies: 1, lines: said });
const sizes = { relevanceHiddenSize: 32, jointHiddenSize: 32, jointSize: 16 };
const data = { ...small, config: { ...small.config, ...sizes } };
const config = tinyTrainingConfig([crossEntropyStage]);
const ignore = (): void => undefined;

async function learnByHeart(): Promise<ReadonlyMap<string, NamedArray>> {
  const head = { ...tinyHead, epochs: 160, batchImages: 2, rate: 0.003 };
  return trainHeads({ ...config, heads: { relevance: head, joint: head } }, data, cache, ignore);
}

describe('two pictures learned by heart', () => {
  let heads: ReadonlyMap<string, NamedArray>;
  let weights: Weights;
  let pooled: tf.Tensor2D;
  beforeAll(async () => {
    heads = await learnByHeart();
    weights = toTensors(heads);
    pooled = tf.mean<tf.Tensor2D>(await cache.read([0, 1], [0, 0]), 1);
  }, 120_000);

  test('have the shapes of a captioner', () => {
    const shapes = [...captionerShapes(data.config)].filter(([name]) => /^(relevance|joint)\//.test(name));
    expect(new Map([...heads].map(([name, { shape }]) => [name, shape]))).toEqual(new Map(shapes));
  });

  test('each picture is known by its words', () => {
    const { relevance, probabilities } = foretellWords(weights, pooled);
    const { idOf } = data.corpus.vocabulary;
    const at = (of: tf.Tensor2D, picture: number, word: string): number =>
      of.arraySync()[picture]?.[idOf.get(word) ?? -1] ?? NaN;
    expect(at(probabilities, 0, 'dog')).toBeGreaterThan(0.8);
    expect(at(probabilities, 1, 'dog')).toBeLessThan(0.2);
    // Half of all pictures show a dog: log 2 is the most that one can make of it.
    expect(at(relevance, 0, 'dog')).toBeGreaterThan(0.5);
    expect(at(relevance, 0, 'dog')).toBeLessThan(0.7);
    expect(at(relevance, 1, 'dog')).toBeLessThan(-1);
    expect(at(relevance, 1, 'ball')).toBeGreaterThan(0.5);
    for (const special of ['<pad>', '<start>', '<end>', '<unk>'])
      expect(Math.abs(at(relevance, 0, special))).toBeLessThan(0.05);
  });

  test('each picture is nearest to what was said of it', async () => {
    const photos = placePhotos(weights, pooled);
    const ids = data.train.ids.slice(0, 2);
    const own = await fitSentences(weights, photos, ids, data.config.maxWords);
    const others = await fitSentences(weights, photos, ids.toReversed(), data.config.maxWords);
    for (const [picture, fits] of own.entries()) {
      for (const fit of fits) {
        for (const other of others[picture] ?? []) {
          expect(fit.match).toBeGreaterThan(other.match + 0.3);
          expect(fit.specificity).toBeGreaterThan(other.specificity + 1);
        }
      }
    }
  });

  test('the reference photos are places of training photos, evenly spaced', () => {
    // Two photos, three places.
    const places = placePhotos(weights, pooled).arraySync();
    const references = heads.get('joint/photos')?.data ?? [];
    const expected = [places[0], places[0], places[1]].flat();
    expect(references).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(references[i]).toBeCloseTo(value ?? NaN, 5);
  });

  test('what words are said in all photos stays as it was counted', () => {
    const { idOf } = data.corpus.vocabulary;
    const logShares = heads.get('relevance/logShares')?.data ?? [];
    expect(logShares[idOf.get('grass') ?? -1]).toBeCloseTo(Math.log(0.25 + 1e-5), 5);
    expect(logShares[0]).toBeCloseTo(Math.log(1e-5), 5);
  });
});

test('the same seed gives the same bits, another one others; no tensor stays', async () => {
  let learned: ReadonlyMap<string, NamedArray> = new Map();
  await expectNoLeak(async () => {
    learned = await trainHeads(config, data, cache, ignore);
  });
  expect(await trainHeads(config, data, cache, ignore)).toEqual(learned);
  expect(await trainHeads({ ...config, seed: 4 }, data, cache, ignore)).not.toEqual(learned);
});

test('tells of each head, and stops when it may not go on, without leaving a tensor', async () => {
  const told: string[] = [];
  const reason = new Error('stopped');
  await expectNoLeak(async () => {
    const stopping = trainHeads(config, data, cache, (what, done, count) => {
      told.push(`${what} ${done}/${count}`);
      if (what === 'joint space') throw reason;
    });
    await expect(stopping).rejects.toBe(reason);
  });
  expect(told).toEqual(['relevance of words 1/2', 'relevance of words 2/2', 'joint space 1/2']);
});
