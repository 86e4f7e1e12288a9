// Tensors beside numbers computed by hand.
import type * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Numbers of a tensor, row by row, compared to 5 digits behind the point. */
export function expectClose(tensor: tf.Tensor, expected: readonly (readonly number[])[]): void {
  const flat = expected.flat();
  const found = [...tensor.dataSync()];
  expect(found).toHaveLength(flat.length);
  for (const [i, value] of flat.entries()) expect(found[i]).toBeCloseTo(value, 5);
}
