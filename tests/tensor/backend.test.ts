import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { startBackend } from '../../src/tensor/backend.ts';
import { needsNative } from '../needs.ts';

test.each(['cpu', 'wasm'] as const)('%s starts and multiplies', async (name) => {
  await startBackend(name);
  expect(tf.getBackend()).toBe(name);
  expect([...(await tf.matMul([[1, 2]], [[3], [4]]).data())]).toEqual([11]);
});

test.skipIf(needsNative.missing)(needsNative.named('native starts and multiplies'), async () => {
  await startBackend('native');
  expect(tf.getBackend()).toBe('tensorflow');
  expect([...(await tf.matMul([[1, 2]], [[3], [4]]).data())]).toEqual([11]);
});
