// What a study gives the model, and its tags: pooled views, the tag classifier, the rows that are asserted.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gridChannels } from '../../../src/model/mobileNetV2.ts';
import { patchesPerView, poolViews } from '../../../src/model/reporter/studyFeatures.ts';
import { rememberStudies, studyTagLogits, toAssertions } from '../../../src/model/reporter/studyTags.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../../src/tensor/weights.ts';
import { expectClose } from '../closeTo.ts';
import { mean, plus, relu, rowsOf, times, vectorOf } from '../plainMath.ts';
import { handStudy } from './handReporter.ts';
import { initDecoder, randomReporterDecoder, randomStudy, tinySizes, toGrids } from './tinyDecoder.ts';

const arrays = randomReporterDecoder(tinySizes, 31);
const random = createRandom(32);
const next = (): number => random.next();
const studies = [
  randomStudy([true, true], next),
  randomStudy([true, false], next),
  randomStudy([false, true], next),
];
const none = Array.from({ length: gridChannels }, () => 0);
const pooledByHand = studies.map(({ frontal, lateral }) => [
  ...(frontal ? mean(frontal) : none),
  ...(lateral ? mean(lateral) : none),
]);

let weights: Weights;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(arrays);
});

describe('pooled views', () => {
  test('are the means of each view, frontal first, zeros for a missing one', () => {
    const found = poolViews(toGrids(studies));
    expect(found.shape).toEqual([studies.length, 2 * gridChannels]);
    expectClose(found, pooledByHand);
  });

  test('grids of another shape are a bug that is named', () => {
    const grids = toGrids(studies);
    const short = tf.slice(grids.lateral, [0, 0, 0], [-1, 9, -1]);
    expect(() => poolViews({ ...grids, lateral: short })).toThrow(/lateral has shape \[3, 9, 1280\]/);
  });
});

describe('the tag classifier', () => {
  test('is a perceptron over both views', () => {
    const found = studyTagLogits(weights, poolViews(toGrids(studies)));
    const expected = pooledByHand.map((pooled) => {
      const seen = plus(
        times(pooled, rowsOf(arrays, 'tags/hidden/kernel')),
        vectorOf(arrays, 'tags/hidden/bias'),
      );
      return plus(
        times(relu(seen), rowsOf(arrays, 'tags/output/kernel')),
        vectorOf(arrays, 'tags/output/bias'),
      );
    });
    expectClose(found, expected);
  });

  test('untaught, gives the frequencies where nothing is seen', () => {
    const untaught = toTensors(initDecoder(tinySizes, next));
    const logits = studyTagLogits(untaught, tf.zeros([1, 2 * gridChannels]));
    expectClose(tf.sigmoid(logits), [[1 / 7, 2 / 7, 3 / 7, 4 / 7, 5 / 7]]);
  });
});

describe('assertions', () => {
  const { tagCount } = tinySizes;

  test('begin with the study itself, which also fills up; what fills up is not there', () => {
    const { ids, present } = toAssertions([[3], [], [1, 0]], tinySizes);
    expect(ids.arraySync()).toEqual([
      [tagCount, 3, tagCount],
      [tagCount, tagCount, tagCount],
      [tagCount, 1, 0],
    ]);
    expect(present.arraySync()).toEqual([
      [1, 1, 0],
      [1, 0, 0],
      [1, 1, 1],
    ]);
    expect(ids.dtype).toBe('int32');
  });

  test('of too many tags the first count', () => {
    const { ids, present } = toAssertions([[4, 2, 0, 1]], tinySizes);
    expect(ids.arraySync()).toEqual([[tagCount, 4, 2]]);
    expect(present.arraySync()).toEqual([[1, 1, 1]]);
  });
});

test('what is remembered of a study: its patches with the embedding of their view, the embeddings of its tags', () => {
  const tags = [[2], [0, 4], []];
  const memory = rememberStudies(weights, toGrids(studies), toAssertions(tags, tinySizes));
  const hand = studies.map((study, n) => handStudy(arrays, study, tags[n] ?? []));
  expect(memory.visual.shape).toEqual([studies.length, 2 * patchesPerView, tinySizes.hiddenSize]);
  const [first, second] = memory.visual.arraySync();
  expectClose(tf.tensor2d(first ?? []), hand[0]?.visual ?? []);
  expectClose(tf.tensor2d((second ?? []).slice(0, patchesPerView)), hand[1]?.visual ?? []);
  const [one, two] = memory.semantic.arraySync();
  expectClose(tf.tensor2d((one ?? []).slice(0, 2)), hand[0]?.semantic ?? []);
  expectClose(tf.tensor2d(two ?? []), hand[1]?.semantic ?? []);
  const absent = (tensor: tf.Tensor3D | undefined, row: number): boolean[] =>
    (tensor?.arraySync()[row]?.[0] ?? []).map((value) => value < -1e8);
  const half = (is: boolean): boolean[] => Array.from({ length: patchesPerView }, () => is);
  expect(absent(memory.visualBias, 1)).toEqual([...half(false), ...half(true)]);
  expect(absent(memory.semanticBias, 2)).toEqual([false, true, true]);
});
