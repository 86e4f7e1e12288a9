// The relevance of words against the same perceptron in plain loops.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { foretellWords, initWordRelevance, wordLogits } from '../../src/model/wordRelevance.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type NamedArray } from '../../src/tensor/weights.ts';
import { expectNoLeak } from './noLeak.ts';
import { plus, randomRows, relu, rowsOf, sigmoid, times, vectorOf } from './plainMath.ts';

beforeAll(() => startBackend('cpu'));

/** Four special words, three that people say and one that nobody said. */
const shares = [0, 0, 0, 0, 0.5, 0.01, 0.99, 0];
const config = { relevanceHiddenSize: 3, vocabularySize: shares.length };
const random = createRandom(21);
const next = (): number => random.next();
const photos = randomRows(2, gridChannels, next);

const fresh = (): Map<string, NamedArray> => initWordRelevance(config, shares, next);

/** Weights whose hidden layer has one unit that is on for any photo, and whose output adds these to the logits. */
function raising(by: readonly number[]): Map<string, NamedArray> {
  const arrays = fresh();
  arrays.get('relevance/hidden/kernel')?.data.fill(0);
  arrays.get('relevance/hidden/bias')?.data.set([1, 0, 0]);
  arrays.get('relevance/output/kernel')?.data.set(by);
  return arrays;
}

const relevanceOf = (arrays: ReadonlyMap<string, NamedArray>): Float32Array =>
  tf.tidy(() =>
    foretellWords(toTensors(arrays), tf.tensor2d(photos)).relevance.dataSync<'float32'>().slice(0, 8),
  );

describe('logits and relevance', () => {
  const arrays = fresh();
  arrays.get('relevance/hidden/bias')?.data.set([0.3, -0.2, 0.1]);
  const logits = photos.map((photo) => {
    const hidden = relu(
      plus(
        times(photo, rowsOf(arrays, 'relevance/hidden/kernel')),
        vectorOf(arrays, 'relevance/hidden/bias'),
      ),
    );
    return plus(
      times(hidden, rowsOf(arrays, 'relevance/output/kernel')),
      vectorOf(arrays, 'relevance/output/bias'),
    );
  });

  test('the logits are those of a perceptron', () => {
    const found = wordLogits(toTensors(arrays), tf.tensor2d(photos));
    expect(found.shape).toEqual([2, shares.length]);
    for (const [i, value] of found.dataSync().entries())
      expect(value).toBeCloseTo(logits.flat()[i] ?? NaN, 4);
  });

  test('relevance is the logarithm of how much more probable a photo makes a word', () => {
    const { probabilities, relevance } = foretellWords(toTensors(arrays), tf.tensor2d(photos));
    expect(probabilities.shape).toEqual([2, shares.length]);
    expect(relevance.shape).toEqual([2, shares.length]);
    const expected = logits.flat().map(sigmoid);
    for (const [i, p] of expected.entries()) {
      expect(probabilities.dataSync()[i]).toBeCloseTo(p, 5);
      const gained = Math.log((p + 1e-5) / ((shares[i % shares.length] ?? NaN) + 1e-5));
      expect(relevance.dataSync()[i]).toBeCloseTo(Math.min(4, Math.max(-2, gained)), 3);
    }
  });

  test('one by hand: odds of a half raised by log 3 are 3 to 1, half as much again', () => {
    const relevance = relevanceOf(raising([0, 0, 0, 0, Math.log(3), 0, 0, 0]));
    expect(relevance[4]).toBeCloseTo(Math.log(0.75 / 0.5), 4);
    expect(relevance[5]).toBeCloseTo(0, 4);
    expect(relevance[6]).toBeCloseTo(0, 4);
  });
});

test('untrained, a photo that shows nothing makes no word more or less probable', () => {
  const { probabilities, relevance } = foretellWords(toTensors(fresh()), tf.zeros([1, gridChannels]));
  for (const [id, share] of shares.entries()) {
    expect(probabilities.dataSync()[id]).toBeCloseTo(share, 5);
    expect(relevance.dataSync()[id]).toBeCloseTo(0, 3);
  }
});

test('relevance ends at -2 and 4', () => {
  const relevance = relevanceOf(raising([0, 0, 0, 0, -50, 50, 0, 0]));
  expect(relevance[4]).toBe(-2);
  expect(relevance[5]).toBe(4);
});

test('what nobody said has no relevance, though its odds rise a hundredfold', () => {
  const relevance = relevanceOf(raising(shares.map(() => Math.log(100))));
  for (const id of [0, 1, 2, 3, 7]) expect(Math.abs(relevance[id] ?? NaN)).toBeLessThan(0.02);
  const falling = relevanceOf(raising(shares.map(() => -20)));
  for (const id of [0, 1, 2, 3, 7]) expect(Math.abs(falling[id] ?? NaN)).toBeLessThan(0.02);
});

test('no tensor stays but what is returned; the same seed gives the same bits', async () => {
  const compute = (): Float32Array[] => {
    const own = createRandom(4);
    const weights = toTensors(initWordRelevance(config, shares, () => own.next()));
    const pooled = tf.tensor2d(photos);
    const { probabilities, relevance } = foretellWords(weights, pooled);
    const values = [probabilities, relevance].map((tensor) => tensor.dataSync<'float32'>().slice());
    tf.dispose([probabilities, relevance, pooled, { ...weights }]);
    return values;
  };
  await expectNoLeak(() => {
    expect(compute()).toEqual(compute());
  });
});
