// Our tanh for WebAssembly against JavaScript's own.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../src/tensor/backend.ts';

beforeAll(() => startBackend('wasm'));

async function tanhOf(values: readonly number[]): Promise<Float32Array> {
  const x = tf.tensor1d([...values]);
  const y = tf.tanh(x);
  const found = await y.data<'float32'>();
  tf.dispose([x, y]);
  return found;
}

test('agrees with Math.tanh to 1e-6', async () => {
  const values = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 50);
  const found = await tanhOf(values);
  const worst = values.reduce(
    (most, value, i) => Math.max(most, Math.abs(Math.tanh(value) - (found[i] ?? NaN))),
    0,
  );
  expect(worst).toBeLessThan(1e-6);
});

test('ends at one, and passes on what is no number', async () => {
  expect([...(await tanhOf([-Infinity, -1e30, 0, 1e30, Infinity, NaN]))]).toEqual([-1, -1, 0, 1, 1, NaN]);
});

test('leaves nothing behind, also when the backend is started again', async () => {
  await startBackend('wasm');
  const before = tf.memory().numDataBuffers;
  await tanhOf([1, 2, 3]);
  expect(tf.memory().numDataBuffers).toBe(before);
  expect(tf.backend().numDataIds()).toBe(before);
});

test('of nothing is nothing', async () => {
  expect(await tanhOf([])).toHaveLength(0);
});
