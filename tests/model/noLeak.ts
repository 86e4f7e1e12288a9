// Counts tensors around a piece of work.
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Runs the work and expects that no tensor more than `kept` stays. */
export async function expectNoLeak(work: () => unknown, kept = 0): Promise<void> {
  const before = tf.memory().numTensors;
  await work();
  expect(tf.memory().numTensors - before).toBe(kept);
}
