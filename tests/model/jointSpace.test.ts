// The two towers against the same equations in plain loops, and what fits which photo.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  fitSentences,
  initJointSpace,
  placePhotos,
  placeSentences,
  toWordSets,
  type Fit,
} from '../../src/model/jointSpace.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type NamedArray } from '../../src/tensor/weights.ts';
import { endId, padId, startId, unknownId } from '../../src/text/vocabulary.ts';
import { expectNoLeak } from './noLeak.ts';
import { blend, dot, plus, randomRows, relu, rowsOf, times, vectorOf, type Row } from './plainMath.ts';

beforeAll(() => startBackend('cpu'));

const config = { jointHiddenSize: 4, jointSize: 3, jointPhotos: 5, vocabularySize: 9, maxWords: 4 };
const random = createRandom(31);
const next = (): number => random.next();

const unit = (row: Row): number[] => row.map((value) => value / Math.sqrt(dot(row, row) + 1e-8));

function madeSpace(): Map<string, NamedArray> {
  const arrays = initJointSpace(config, next);
  // Biases start at zero: other values show that each is added where it should be.
  for (const [name, { data }] of arrays) {
    if (name.endsWith('bias')) for (const i of data.keys()) data[i] = next() - 0.5;
  }
  arrays.get('joint/photos')?.data.set(randomRows(config.jointPhotos, config.jointSize, next).flatMap(unit));
  return arrays;
}

const arrays = madeSpace();
const pooled = randomRows(2, gridChannels, next);

const handPhoto = (photo: Row): number[] => {
  const hidden = plus(
    times(photo, rowsOf(arrays, 'joint/photo/hidden/kernel')),
    vectorOf(arrays, 'joint/photo/hidden/bias'),
  );
  return unit(times(relu(hidden), rowsOf(arrays, 'joint/photo/output/kernel')));
};

/** @param ids different words */
const handSentence = (ids: readonly number[]): number[] => {
  const rows = ids.map((id) => rowsOf(arrays, 'joint/sentence/embedding')[id] ?? []);
  const sum = blend(
    rows.map(() => 1 / Math.sqrt(ids.length + 1e-3)),
    rows,
  );
  const mixed = plus(
    times(sum, rowsOf(arrays, 'joint/sentence/kernel')),
    vectorOf(arrays, 'joint/sentence/bias'),
  );
  return unit(plus(sum, relu(mixed)));
};

const expectRows = (tensor: tf.Tensor, expected: readonly Row[]): void => {
  expect(tensor.shape).toEqual([expected.length, expected[0]?.length]);
  for (const [i, value] of tensor.dataSync().entries())
    expect(value).toBeCloseTo(expected.flat()[i] ?? NaN, 4);
};

describe('word sets', () => {
  test('each word once, without special ones, then padding', () => {
    const { ids, mask } = toWordSets([[5, 6, 5], [startId, 7, unknownId, endId], []], 4);
    expect(ids.dtype).toBe('int32');
    expect(ids.arraySync()).toEqual([
      [5, 6, padId, padId],
      [7, padId, padId, padId],
      [padId, padId, padId, padId],
    ]);
    expect(tf.squeeze(mask, [2]).arraySync()).toEqual([
      [1, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  test('of a sentence too long, the first words', () => {
    expect(toWordSets([[4, 4, 5, 6, 7]], 3).ids.arraySync()).toEqual([[4, 5, 6]]);
  });
});

describe('places', () => {
  const weights = () => toTensors(arrays);

  test('of photos are those of the equations, of length 1', () => {
    const found = placePhotos(weights(), tf.tensor2d(pooled));
    expectRows(found, pooled.map(handPhoto));
    for (const length of tf.norm(found, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
  });

  test('of sentences are those of the equations, of length 1, whatever the order of the words', () => {
    const found = placeSentences(weights(), toWordSets([[4, 5], [5, 4, 4], [8, 6, 7, 4], [7]], 4));
    expectRows(found, [[4, 5], [4, 5], [8, 6, 7, 4], [7]].map(handSentence));
    for (const length of tf.norm(found, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 5);
  });

  test('of a sentence without words, and of a photo that shows nothing, are numbers', () => {
    const space = weights();
    const both = [
      placeSentences(space, toWordSets([[], [unknownId]], 4)),
      placePhotos(space, tf.zeros([1, gridChannels])),
    ];
    for (const value of both.flatMap((tensor) => [...tensor.dataSync()]))
      expect(value).toSatisfy(Number.isFinite);
  });

  test('features of another size are a bug that is named', () => {
    expect(() => placePhotos(weights(), tf.zeros([1, 9]))).toThrow(/pooled has shape \[1, 9\]/);
  });
});

const fitAll = async (
  of: ReadonlyMap<string, NamedArray>,
  sentences: readonly (readonly (readonly number[])[])[],
): Promise<readonly (readonly Fit[])[]> => {
  const weights = toTensors(of);
  const photos = placePhotos(weights, tf.tensor2d(pooled.slice(0, sentences.length)));
  return fitSentences(weights, photos, sentences, config.maxWords);
};

describe('how sentences fit', () => {
  const sentences = [[[4, 5], [6]], [[7, 8, 4]]];

  test('match is the cosine with the own photo, specificity the log odds against the reference photos', async () => {
    const fits = await fitAll(arrays, sentences);
    expect(fits.map((own) => own.length)).toEqual([2, 1]);
    const scale = Math.exp(vectorOf(arrays, 'joint/logScale')[0] ?? NaN);
    for (const [i, own] of sentences.entries()) {
      for (const [k, ids] of own.entries()) {
        const place = handSentence(ids);
        const match = dot(place, handPhoto(pooled[i] ?? []));
        const others = rowsOf(arrays, 'joint/photos').map((other) => Math.exp(scale * dot(place, other)));
        expect(fits[i]?.[k]?.match).toBeCloseTo(match, 4);
        const specificity = scale * match - Math.log(others.reduce((a, b) => a + b, 0));
        expect(fits[i]?.[k]?.specificity).toBeCloseTo(specificity, 3);
      }
    }
  });

  test('specificity falls where the sentence fits the reference photos too; the match stays', async () => {
    const compared = (to: Row): ReadonlyMap<string, NamedArray> => {
      const { shape } = arrays.get('joint/photos') as NamedArray;
      const data = Float32Array.from(Array.from({ length: config.jointPhotos }, () => to).flat());
      return new Map([...arrays, ['joint/photos', { shape, data }]]);
    };
    const place = handSentence([6]);
    const away = place.map((value) => -value);
    const common = (await fitAll(compared(place), [[[6]]]))[0]?.[0];
    const special = (await fitAll(compared(away), [[[6]]]))[0]?.[0];
    expect(common?.match).toBeCloseTo(special?.match ?? NaN, 6);
    // A scale of 10: the cosines with all references go from 1 to -1.
    expect((special?.specificity ?? NaN) - (common?.specificity ?? NaN)).toBeCloseTo(20, 3);
    expect(special?.specificity).toBeCloseTo(10 * (special?.match ?? NaN) + 10 - Math.log(5), 3);
  });
});

test('no tensor stays but what is returned; the same seed gives the same bits', async () => {
  const compute = async () => {
    const own = createRandom(4);
    const weights = toTensors(initJointSpace(config, () => own.next()));
    const features = tf.tensor2d(pooled);
    const photos = placePhotos(weights, features);
    const fits = await fitSentences(weights, photos, [[[4, 5], [6]], [[7]]], config.maxWords);
    tf.dispose([photos, features, { ...weights }]);
    return fits;
  };
  await expectNoLeak(async () => {
    expect(await compute()).toEqual(await compute());
  });
});
