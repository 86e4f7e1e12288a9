// A head of one layer: what it learns, what it leaves alone, and how it is stopped.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedArray } from '../../src/tensor/safetensors.ts';
import { constant, weight } from '../../src/tensor/weights.ts';
import { trainHead, type HeadTask } from '../../src/training/trainHead.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { loadingMs, startCpuGradients } from './cpuGradients.ts';

beforeAll(startCpuGradients, loadingMs);

const rows = [
  [1, 0],
  [0, 1],
  [1, 1],
  [0, 0],
];
/** 3 x - 4 y + 1 */
const targets = [4, -3, 0, 1];
const first = new Map<string, NamedArray>([
  ['line/kernel', constant([2, 1], 0)],
  ['line/bias', constant([1], 0)],
  ['line/fixed', { shape: [2], data: Float32Array.of(5, 6) }],
]);

const loss: HeadTask['loss'] = (weights, indices) => {
  const x = tf.tensor2d(indices.map((index) => rows[index] ?? []));
  const y = tf.tensor2d(indices.map((index) => [targets[index] ?? NaN]));
  const found = tf.add(tf.matMul(x, weight(weights, 'line/kernel')), weight(weights, 'line/bias'));
  return tf.mean(tf.squaredDifference(found, y));
};

const taskOf = (rest: Partial<HeadTask> = {}): HeadTask => ({
  head: { epochs: 2, batchImages: 2, rate: 0.1, clipNorm: 10 },
  seed: 7,
  fixed: ['line/fixed'],
  count: rows.length,
  loss,
  onEpoch: () => undefined,
  ...rest,
});

const dataOf = (arrays: ReadonlyMap<string, NamedArray>, name: string): number[] => [
  ...(arrays.get(name)?.data ?? []),
];

test('finds a plane again, in the shapes and the order it was given', async () => {
  const learned = await trainHead(first, taskOf({ head: { ...taskOf().head, epochs: 200 } }));
  expect([...learned.keys()]).toEqual([...first.keys()]);
  for (const [name, { shape }] of first) expect(learned.get(name)?.shape).toEqual(shape);
  expect(dataOf(learned, 'line/kernel')[0]).toBeCloseTo(3, 1);
  expect(dataOf(learned, 'line/kernel')[1]).toBeCloseTo(-4, 1);
  expect(dataOf(learned, 'line/bias')[0]).toBeCloseTo(1, 1);
  expect(dataOf(learned, 'line/fixed')).toEqual([5, 6]);
  expect(dataOf(first, 'line/kernel')).toEqual([0, 0]);
}, 60_000);

test('one step is that of Adam, at the whole rate', async () => {
  const head = { epochs: 1, batchImages: 4, rate: 0.25, clipNorm: 100 };
  const learned = await trainHead(first, taskOf({ head }));
  // The first step of Adam goes by the rate, against the gradient.
  for (const [name, signs] of [
    ['line/kernel', [1, -1]],
    ['line/bias', [1]],
  ] as const) {
    for (const [i, sign] of signs.entries()) expect(dataOf(learned, name)[i]).toBeCloseTo(0.25 * sign, 4);
  }
});

test('every epoch sees whole batches of different photos, in another order, and is told', async () => {
  const seen: number[][] = [];
  const told: number[][] = [];
  const head = { epochs: 6, batchImages: 2, rate: 0.1, clipNorm: 10 };
  await trainHead(
    first,
    taskOf({
      head,
      count: 5,
      loss: (weights, indices, dropout, random) => {
        seen.push([...indices]);
        return loss(weights, [0], dropout, random);
      },
      onEpoch: (...of) => told.push(of),
    }),
  );
  expect(told).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  expect(seen).toHaveLength(12);
  for (const batch of seen) expect(batch).toHaveLength(2);
  const epochs = Array.from({ length: 6 }, (_, i) => [...(seen[2 * i] ?? []), ...(seen[2 * i + 1] ?? [])]);
  for (const order of epochs) expect(new Set(order).size).toBe(4);
  expect(new Set(epochs.map((order) => order.join())).size).toBeGreaterThan(3);
  expect(new Set(epochs.flat())).toEqual(new Set([0, 1, 2, 3, 4]));
});

describe('chance', () => {
  /** A loss that depends on the photos drawn, on dropout and on what else is drawn. */
  const chancy: HeadTask['loss'] = (weights, indices, dropout, random) =>
    tf.mul(
      loss(
        { ...weights, 'line/kernel': dropout(weight(weights, 'line/kernel'), 0.5) },
        indices,
        dropout,
        random,
      ),
      1 + random.next(),
    );

  test('comes from the seed alone: the same bits, or others', async () => {
    const learn = (seed: number) => trainHead(first, taskOf({ seed, loss: chancy }));
    const learned = await learn(7);
    expect(await learn(7)).toEqual(learned);
    expect(await learn(8)).not.toEqual(learned);
  });
});

test('stops when it is told to: what onEpoch throws comes out', async () => {
  const reason = new Error('stopped');
  let epochs = 0;
  const stopping = trainHead(
    first,
    taskOf({
      head: { ...taskOf().head, epochs: 5 },
      onEpoch: () => {
        epochs++;
        if (epochs === 2) throw reason;
      },
    }),
  );
  await expect(stopping).rejects.toBe(reason);
  expect(epochs).toBe(2);
});

test('leaves no tensor behind, also where it is stopped or its loss fails', async () => {
  await expectNoLeak(() => trainHead(first, taskOf()));
  const fail = (): never => {
    throw new Error('no');
  };
  await expectNoLeak(() => expect(trainHead(first, taskOf({ onEpoch: fail }))).rejects.toThrow('no'));
  await expectNoLeak(() => expect(trainHead(first, taskOf({ loss: fail }))).rejects.toThrow('no'));
});
