// Gradients on the cpu backend without native TensorFlow.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { startBackend } from '../../src/tensor/backend.ts';
import { loadGradients } from '../../src/tensor/gradients.ts';

it('differentiates on cpu, and registers only once', async () => {
  await startBackend('cpu');
  await loadGradients();
  const registered = tf.getGradient(tf.Tanh);
  await loadGradients();
  expect(tf.getGradient(tf.Tanh)).toBe(registered);
  const slope = tf.grad((x) => tf.tanh(x))(tf.tensor1d([0, 1]));
  const [atZero, atOne] = await slope.data();
  expect(atZero).toBeCloseTo(1, 6);
  expect(atOne).toBeCloseTo(1 - Math.tanh(1) ** 2, 6);
});

it('lets functions with a gradient of their own use the same tensors', async () => {
  await startBackend('cpu');
  await loadGradients();
  const halved = tf.customGrad((x) => ({
    value: tf.mul(x as tf.Tensor, 2),
    gradFunc: (dy) => tf.mul(dy, 0.5),
  }));
  const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => tf.sum(halved(x)))(tf.tensor1d([3]));
  expect([...(await value.data()), ...(await grad.data())]).toEqual([6, 0.5]);
});
