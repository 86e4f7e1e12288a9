// From feature grids to candidates: that each photo gets its own, with what its parts say by themselves.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { disposeSeen, look, say, type Findings } from '../../src/model/candidates.ts';
import { fitSentences, placePhotos } from '../../src/model/jointSpace.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { tagLogits } from '../../src/model/tagClassifier.ts';
import { foretellWords } from '../../src/model/wordRelevance.ts';
import { createRandom } from '../../src/random.ts';
import { prepareWords, type PreparedWords } from '../../src/model/preparedWords.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { expectNoLeak } from './noLeak.ts';
import { randomDecoder, randomHeads, tinyConfig } from './randomModel.ts';

const photos = 3;
const patches = 5;
const random = createRandom(41);
const features = Float32Array.from({ length: photos * patches * gridChannels }, () => random.next() * 2);

let weights: Weights;
let prepared: PreparedWords;
let grid: tf.Tensor3D;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(new Map([...randomDecoder(tinyConfig, 2, 2), ...randomHeads(tinyConfig, 3)]));
  prepared = await prepareWords(weights);
  grid = tf.tensor3d(features, [photos, patches, gridChannels]);
});

async function find(of: tf.Tensor3D, beam = 2): Promise<readonly Findings[]> {
  const seen = await look(weights, tinyConfig, of);
  const found = await say(prepared, tinyConfig, seen, beam);
  disposeSeen(seen);
  return found;
}

test('what is seen in each photo is what the parts say', async () => {
  const found = await find(grid);
  const pooled = tf.mean<tf.Tensor2D>(grid, 1);
  const { probabilities, relevance } = foretellWords(weights, pooled);
  const parts = [
    [found.map(({ tags }) => tags), tf.sigmoid(tagLogits(weights, grid)), tinyConfig.tagCount],
    [found.map((one) => one.wordProbabilities), probabilities, tinyConfig.vocabularySize],
    [found.map((one) => one.relevance), relevance, tinyConfig.vocabularySize],
  ] as const;
  for (const [rows, tensor, width] of parts) {
    expect(rows.map((row) => row.length)).toEqual([width, width, width]);
    expect(rows.flatMap((row) => [...row])).toEqual([...tensor.dataSync()]);
  }
});

test('candidates come the most probable first, each with how it fits its photo', async () => {
  const found = await find(grid);
  const places = placePhotos(weights, tf.mean<tf.Tensor2D>(grid, 1));
  const ids = found.map(({ candidates }) => candidates.map(({ words }) => words.map((word) => word.id)));
  const fits = await fitSentences(weights, places, ids, tinyConfig.maxWords);
  for (const [i, { candidates }] of found.entries()) {
    expect(candidates.length).toBeGreaterThan(1);
    expect(candidates.map(({ match, specificity }) => ({ match, specificity }))).toEqual(fits[i]);
    const scores = candidates.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((x, y) => y - x));
  }
});

test('each search of the config adds what it finds', async () => {
  const seen = await look(weights, tinyConfig, grid);
  const countWith = async (...guidance: number[]): Promise<number> => {
    const decoding = { ...tinyConfig.decoding, guidance };
    const found = await say(prepared, { ...tinyConfig, decoding }, seen, 2);
    return found.flatMap(({ candidates }) => candidates).length;
  };
  const once = await countWith(0);
  expect(await countWith(0, 0)).toBe(once);
  expect(await countWith(0, 2)).toBeGreaterThan(once);
  disposeSeen(seen);
});

test('a photo alone gives what it gives in a batch; no tensor stays; the same bits again', async () => {
  const first = await find(grid);
  await expectNoLeak(async () => {
    expect(await find(grid)).toEqual(first);
  });
  for (const [i, together] of first.entries()) {
    const [alone] = await find(tf.slice(grid, [i, 0, 0], [1, -1, -1]));
    const idsOf = (found: Findings | undefined) =>
      found?.candidates.map(({ words }) => words.map((word) => word.id));
    expect(idsOf(alone)).toEqual(idsOf(together));
    for (const [k, { match, specificity }] of together.candidates.entries()) {
      expect(alone?.candidates[k]?.match).toBeCloseTo(match, 4);
      expect(alone?.candidates[k]?.specificity).toBeCloseTo(specificity, 3);
    }
  }
});
