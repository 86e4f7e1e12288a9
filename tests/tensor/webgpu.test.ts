// The corrected and faster kernels of the webgpu backend against the cpu backend; needs a Vulkan driver, a software one too.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { loadGradients } from '../../src/tensor/gradients.ts';
import { assertNoGpuErrors } from '../../src/tensor/webgpu/gpuErrors.ts';

const reason = await startBackend('webgpu').then(
  () => undefined,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);
if (reason !== undefined) console.warn(`SKIPPED: the webgpu backend is not tested here. ${reason}`);

type Compute = (inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

/** The same computation on both backends, on the same random inputs. */
async function onBoth(
  shapes: readonly (readonly number[])[],
  compute: Compute,
): Promise<[cpu: number[][], gpu: number[][]]> {
  const run = async (backend: string): Promise<number[][]> => {
    await tf.setBackend(backend);
    const random = createRandom(7);
    const inputs = shapes.map((shape) =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => random.next() - 0.5),
        [...shape],
      ),
    );
    const outputs = [tf.tidy(() => compute(inputs))].flat();
    const values = await Promise.all(outputs.map(async (output) => [...(await output.data())]));
    tf.dispose([inputs, outputs]);
    return values;
  };
  return [await run('cpu'), await run('webgpu')];
}

/** Largest difference of two results, as a share of the largest value. */
function difference(a: readonly number[][], b: readonly number[][]): number {
  const flatA = a.flat();
  const flatB = b.flat();
  expect(flatB).toHaveLength(flatA.length);
  const largest = flatA.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return flatA.reduce((most, value, i) => Math.max(most, Math.abs(value - (flatB[i] ?? NaN))), 0) / largest;
}

const gradients =
  (forward: (...inputs: tf.Tensor[]) => tf.Tensor): Compute =>
  (inputs) =>
    tf.grads((...tensors: tf.Tensor[]) => tf.sum(tf.square(forward(...tensors))))(inputs);

const needs = reason === undefined ? '' : ' [skipped: needs a Vulkan driver that WebGPU finds]';
describe.skipIf(reason !== undefined)(`the webgpu backend${needs}`, () => {
  beforeAll(async () => {
    await startBackend('cpu');
    await loadGradients();
  });
  afterAll(() => {
    assertNoGpuErrors();
  });

  const conv = (stride: number) =>
    gradients((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same'));
  const depthwise = (stride: number) =>
    gradients((x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same'));
  const cases: readonly (readonly [string, readonly (readonly number[])[], Compute])[] = [
    [
      'multiplies by a matrix transposed with a long inner axis',
      [
        [20, 2500],
        [24, 2500],
      ],
      ([a, b]) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, true),
    ],
    [
      'differentiates a product with a long inner axis',
      [
        [20, 24],
        [24, 2500],
      ],
      gradients((a, b) => tf.matMul(a, b)),
    ],
    [
      'adds more tensors than a shader may bind',
      Array.from({ length: 30 }, () => [3, 5]),
      (all) => tf.addN(all),
    ],
    [
      'sums leading axes',
      [[9, 14, 15, 40]],
      ([x]) => [
        tf.sum(x as tf.Tensor, [0, 1, 2]),
        tf.sum(x as tf.Tensor, [0, 1]),
        tf.sum(x as tf.Tensor, 0, true),
      ],
    ],
    ['sums a long column in parts', [[5000, 9]], ([x]) => tf.sum(x as tf.Tensor, 0)],
    ['differentiates a bias', [[2, 7, 7, 12], [12]], gradients((x, b) => tf.add(x, b))],
    [
      'differentiates a 1x1 convolution',
      [
        [4, 14, 14, 24],
        [1, 1, 24, 40],
      ],
      conv(1),
    ],
    [
      'differentiates a 1x1 convolution with a stride',
      [
        [2, 9, 9, 8],
        [1, 1, 8, 12],
      ],
      conv(2),
    ],
    [
      'differentiates a 3x3 convolution',
      [
        [3, 9, 11, 5],
        [3, 3, 5, 6],
      ],
      conv(1),
    ],
    [
      'differentiates a 3x3 convolution with a stride',
      [
        [2, 16, 16, 3],
        [3, 3, 3, 32],
      ],
      conv(2),
    ],
    [
      'differentiates a depthwise convolution',
      [
        [3, 9, 11, 20],
        [3, 3, 20, 1],
      ],
      depthwise(1),
    ],
    [
      'differentiates a depthwise convolution with a stride',
      [
        [2, 14, 14, 24],
        [3, 3, 24, 1],
      ],
      depthwise(2),
    ],
  ];

  it.each(cases)('%s as cpu does', async (_, shapes, compute) => {
    const [cpu, gpu] = await onBoth(shapes, compute);
    assertNoGpuErrors();
    expect(difference(cpu, gpu)).toBeLessThan(1e-4);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await onBoth(
      [
        [2, 8, 8, 16],
        [1, 1, 16, 16],
      ],
      conv(1),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
