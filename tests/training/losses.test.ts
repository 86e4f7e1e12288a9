// The losses against sums written out, and the gradient that is written out against differences.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/random.ts';
import { attentionPenalty, contrastiveLoss, tagLoss, wordLoss } from '../../src/training/losses.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomRows, softmax } from '../model/plainMath.ts';
import { loadingMs, startCpuGradients } from './cpuGradients.ts';

beforeAll(startCpuGradients, loadingMs);

const next = (seed: number): (() => number) => {
  const random = createRandom(seed);
  return () => random.next();
};

const rows = 4;
const vocabulary = 5;
const logits = randomRows(rows, vocabulary, next(1)).map((row) => row.map((value) => 3 * value));
const targets = [0, 4, 2, 1];
const weights = [0.5, 1, 0, -2];
const smoothing = [0, 0.1, 0.1, 0.3];

const plainWordLoss = (of: readonly (readonly number[])[]): number =>
  of.reduce((sum, row, r) => {
    const share = smoothing[r] ?? NaN;
    const loss = softmax(row).reduce((total, p, word) => {
      const wanted = (word === targets[r] ? 1 - share : 0) + share / vocabulary;
      return total - wanted * Math.log(p);
    }, 0);
    return sum + (weights[r] ?? NaN) * loss;
  }, 0);

/** The loss as a function of the logits; what it closes over must live as long as its gradient. */
function wordLossOf(): (x: tf.Tensor) => tf.Scalar {
  const words = tf.tensor1d(targets, 'int32');
  const [of, smooth] = [tf.tensor1d(weights), tf.tensor1d(smoothing)];
  return (x) => wordLoss(x as tf.Tensor2D, words, of, smooth);
}

test('the word loss is the weighted, smoothed cross-entropy', async () => {
  await expectNoLeak(() => {
    const loss = tf.tidy(() => wordLossOf()(tf.tensor2d(logits)).dataSync()[0]);
    expect(loss).toBeCloseTo(plainWordLoss(logits), 5);
  });
});

test('without smoothing, a certain and right word costs nothing', () => {
  const sure = tf.tensor2d([[50, 0, 0]]);
  const loss = wordLoss(sure, tf.tensor1d([0], 'int32'), tf.tensor1d([1]), tf.tensor1d([0]));
  expect(loss.dataSync()[0]).toBe(0);
});

test('the gradient of the word loss agrees with differences', async () => {
  await expectNoLeak(() => {
    const gradient = tf.tidy(() => tf.grad(wordLossOf())(tf.tensor2d(logits)).arraySync() as number[][]);
    const step = 1e-4;
    for (let r = 0; r < rows; r++) {
      for (let word = 0; word < vocabulary; word++) {
        const moved = (by: number): number[][] =>
          logits.map((row, i) => row.map((value, j) => (i === r && j === word ? value + by : value)));
        const slope = (plainWordLoss(moved(step)) - plainWordLoss(moved(-step))) / (2 * step);
        expect(gradient[r]?.[word]).toBeCloseTo(slope, 4);
      }
    }
  });
});

test('the gradient is scaled by what comes after the loss', () => {
  const x = tf.tensor2d(logits);
  const lossOf = wordLossOf();
  const once = tf.grad(lossOf)(x).dataSync();
  const thrice = tf
    .grad((y) => tf.mul(lossOf(y), 3))(x)
    .dataSync();
  for (const [i, value] of once.entries()) expect(thrice[i]).toBeCloseTo(3 * value, 5);
});

test('the tag loss is binary cross-entropy, summed over tags and averaged over images', () => {
  const x = [
    [-2, 0.5, 3],
    [1, -1, 0],
  ];
  const z = [
    [0, 0.4, 1],
    [0.2, 0, 1],
  ];
  let expected = 0;
  for (const [i, row] of x.entries()) {
    for (const [j, value] of row.entries()) {
      const p = 1 / (1 + Math.exp(-value));
      const wanted = z[i]?.[j] ?? NaN;
      expected -= (wanted * Math.log(p) + (1 - wanted) * Math.log(1 - p)) / x.length;
    }
  }
  expect(tagLoss(tf.tensor2d(x), tf.tensor2d(z)).dataSync()[0]).toBeCloseTo(expected, 5);
  const extreme = tagLoss(tf.tensor2d([[500, -500]]), tf.tensor2d([[0, 1]])).dataSync()[0];
  expect(extreme).toBeCloseTo(1000, 3);
});

test('the attention penalty asks each patch for its share of the words', () => {
  // One image, two sentences of 2 and 1 words over 3 patches.
  const maps = [
    [
      [0.5, 0.25, 0.25],
      [1, 0, 0],
    ],
    [
      [0.5, 0.25, 0.25],
      [0.2, 0.3, 0.5],
    ],
  ].map((map) => tf.tensor3d([map]));
  const mask = tf.tensor3d([
    [
      [1, 1],
      [1, 0],
    ],
  ]);
  // Shares times patches, less 1: (0.5, -0.25, -0.25) and, of its only word, (2, -1, -1).
  const expected = (0.25 + 0.0625 + 0.0625 + 4 + 1 + 1) / 6;
  expect(attentionPenalty(maps, mask).dataSync()[0]).toBeCloseTo(expected, 6);
  const even = tf.fill<tf.Rank.R3>([1, 1, 3], 1 / 3);
  expect(attentionPenalty([even, even], tf.ones([1, 1, 2])).dataSync()[0]).toBeCloseTo(0, 6);
});

describe('the contrastive loss', () => {
  const photos = [
    [1, 0],
    [0, 1],
    [0.6, 0.8],
  ];
  const sentences = [
    [0.8, 0.6],
    [0, 1],
    [1, 0],
  ];
  const lossOf = (a: number[][], b: number[][], scale: number): number =>
    tf.tidy(() => contrastiveLoss(tf.tensor2d(a), tf.tensor2d(b), tf.tensor1d([scale])).dataSync()[0] ?? NaN);

  test('is the mean cross-entropy of the right sentence and of the right photo', async () => {
    // Five times the cosines: rows are photos, columns sentences.
    const scores = [
      [4, 0, 5],
      [3, 5, 0],
      [4.8, 4, 3],
    ];
    const across = scores.map((_, j) => scores.map((row) => row[j] ?? NaN));
    const surprise = (rows: number[][]): number =>
      rows.reduce((sum, row, i) => sum - Math.log(softmax(row)[i] ?? NaN), 0);
    await expectNoLeak(() => {
      const expected = (surprise(scores) + surprise(across)) / 6;
      expect(lossOf(photos, sentences, 5)).toBeCloseTo(expected, 5);
    });
  });

  test('is the same for photos and sentences, log n where nothing tells, and 0 where all is told', () => {
    expect(lossOf(photos, sentences, 5)).toBeCloseTo(lossOf(sentences, photos, 5), 5);
    expect(lossOf(photos, sentences, 0)).toBeCloseTo(Math.log(3), 6);
    expect(lossOf(photos, photos, 200)).toBeCloseTo(0, 6);
  });
});
