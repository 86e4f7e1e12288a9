import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { augment } from '../../src/training/augment.ts';
import { expectNoLeak } from '../model/noLeak.ts';

beforeAll(() => startBackend('cpu'));

const side = 16;
/** Red tells the column, green the row, from 1 on: outside of the picture there are zeros. */
const map = (count: number): tf.Tensor4D =>
  tf.tensor4d(
    Float32Array.from({ length: count * side * side * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3) % (side * side);
      return [1 + (pixel % side), 1 + Math.floor(pixel / side), 100][i % 3] ?? 0;
    }),
    [count, side, side, 3],
  );

const always = (value: number): Random => ({ next: () => value, state: () => [0, 0, 0, 0] });
const plain = { minCrop: 1, flip: false, colour: 0 };

test('asked for nothing, it changes nothing', () => {
  const images = map(3);
  const same = augment(images, plain, createRandom(1));
  expect(same.shape).toEqual(images.shape);
  for (const [i, value] of same.dataSync().entries())
    expect(value).toBeCloseTo(images.dataSync()[i] ?? NaN, 4);
});

test('a flip mirrors left and right', () => {
  const images = map(1);
  const flipped = augment(images, { ...plain, flip: true }, always(0.2));
  const mirrored = tf.reverse(images, 2).dataSync();
  for (const [i, value] of flipped.dataSync().entries()) expect(value).toBeCloseTo(mirrored[i] ?? NaN, 4);
  const kept = augment(images, { ...plain, flip: true }, always(0.9));
  for (const [i, value] of kept.dataSync().entries())
    expect(value).toBeCloseTo(images.dataSync()[i] ?? NaN, 4);
});

test('crops stay inside, are no smaller than allowed, and come from everywhere', async () => {
  const minCrop = 0.6;
  const count = 200;
  const views = await augment(map(count), { minCrop, flip: true, colour: 0 }, createRandom(4)).array();
  const lefts: number[] = [];
  let flips = 0;
  for (const view of views) {
    const at = (row: number, column: number, channel: number): number =>
      view[row]?.[column]?.[channel] ?? NaN;
    const [left, right] = [at(0, 0, 0), at(0, side - 1, 0)].sort((a, b) => a - b) as [number, number];
    const [top, bottom] = [at(0, 0, 1), at(side - 1, 0, 1)];
    for (const edge of [left, right, top, bottom]) {
      expect(edge).toBeGreaterThan(0.999);
      expect(edge).toBeLessThan(side + 0.001);
    }
    const smallest = minCrop * (side - 1) - 0.001;
    expect(right - left).toBeGreaterThan(smallest);
    expect(bottom - top).toBeGreaterThan(smallest);
    // Nearly square: a photo is not stretched by more than a tenth.
    expect((right - left) / (bottom - top)).toBeGreaterThan(0.9 - 0.001);
    expect((right - left) / (bottom - top)).toBeLessThan(1.1 + 0.001);
    lefts.push(left);
    if (at(0, 0, 0) > at(0, side - 1, 0)) flips++;
  }
  expect(Math.min(...lefts)).toBeLessThan(1.5);
  expect(Math.max(...lefts)).toBeGreaterThan(1 + 0.3 * (side - 1));
  expect(flips).toBeGreaterThan(70);
  expect(flips).toBeLessThan(130);
});

describe('changes of colour', () => {
  const strong = { ...plain, colour: 0.4 };

  test('stay within 0 and 255, and differ for each image', async () => {
    const images = tf.tile(tf.tensor4d([[[[250, 130, 3]]]]), [20, 4, 4, 1]);
    const pixels = await augment(images, strong, createRandom(2)).data();
    expect(Math.min(...pixels)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(255);
    const greens = Array.from({ length: 20 }, (_, i) => pixels[i * 48 + 1]);
    expect(new Set(greens).size).toBeGreaterThan(15);
  });

  test('leave grey grey', async () => {
    const grey = tf.fill<tf.Rank.R4>([5, 4, 4, 3], 90);
    const pixels = await augment(grey, strong, createRandom(2)).data();
    for (let i = 0; i < pixels.length; i += 3) {
      expect(pixels[i]).toBeCloseTo(pixels[i + 1] ?? NaN, 3);
      expect(pixels[i]).toBeCloseTo(pixels[i + 2] ?? NaN, 3);
    }
  });
});

test('the same seed gives the same views; nothing leaks', async () => {
  const images = map(4);
  const options = { minCrop: 0.5, flip: true, colour: 0.3 };
  await expectNoLeak(() => {
    const [first, again, other] = [8, 8, 9].map((seed) => augment(images, options, createRandom(seed)));
    expect(again?.dataSync()).toEqual(first?.dataSync());
    expect(other?.dataSync()).not.toEqual(first?.dataSync());
    tf.dispose([first, again, other] as tf.Tensor[]);
  });
});
