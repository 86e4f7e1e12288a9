import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { disposeAdam, readAdam, resumeAdam, startAdam, stepAdam } from '../../src/training/adam.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomRows } from '../model/plainMath.ts';

beforeAll(() => startBackend('cpu'));

const random = createRandom(7);
const next = (): number => random.next();
const size = 6;
const start = randomRows(1, size, next)[0] ?? [];
const shares = [1, 1, 1, 0.1, 0.1, 0];
/** Long ones, which are clipped, and short ones. */
const gradients = randomRows(12, size, next).map((row, t) => row.map((value) => value * (t % 3 ? 0.2 : 5)));
const clipNorm = 1;
const averageDecay = 0.6;
const rateAt = (t: number): number => 0.1 / t;

/** Algorithm 1 of Kingma and Ba in plain loops. */
function plainAdam(): { value: number[]; average: number[] } {
  const value = [...start];
  const average = [...start];
  const m = value.map(() => 0);
  const v = value.map(() => 0);
  for (const [i, gradient] of gradients.entries()) {
    const t = i + 1;
    const norm = Math.hypot(...gradient);
    const decay = Math.min(averageDecay, (1 + t) / (10 + t));
    for (const [k, raw] of gradient.entries()) {
      const g = norm > clipNorm ? (raw * clipNorm) / norm : raw;
      m[k] = 0.9 * (m[k] ?? NaN) + 0.1 * g;
      v[k] = 0.999 * (v[k] ?? NaN) + 0.001 * g * g;
      const mean = m[k] / (1 - 0.9 ** t);
      const deviation = Math.sqrt(v[k] / (1 - 0.999 ** t));
      value[k] = (value[k] ?? NaN) - (rateAt(t) * (shares[k] ?? NaN) * mean) / (deviation + 1e-8);
      average[k] = decay * (average[k] ?? NaN) + (1 - decay) * value[k];
    }
  }
  return { value, average };
}

const optionsAt = (t: number, of: tf.Tensor1D) => ({ shares: of, rate: rateAt(t), clipNorm, averageDecay });

test('the same as in plain loops: clipping, rates of single weights, the average', async () => {
  await expectNoLeak(async () => {
    const of = tf.tensor1d(shares);
    let adam = startAdam(Float32Array.from(start));
    for (const [i, gradient] of gradients.entries()) {
      const g = tf.tensor1d(gradient);
      adam = stepAdam(adam, g, optionsAt(i + 1, of));
      g.dispose();
    }
    expect(adam.steps).toBe(gradients.length);
    const { value, average } = await readAdam(adam);
    const expected = plainAdam();
    for (let k = 0; k < size; k++) {
      expect(value[k]).toBeCloseTo(expected.value[k] ?? NaN, 5);
      expect(average[k]).toBeCloseTo(expected.average[k] ?? NaN, 5);
    }
    expect(value[size - 1]).toBe(Math.fround(start[size - 1] ?? NaN));
    disposeAdam(adam);
    of.dispose();
  });
});

test('goes on from plain arrays to the last bit', async () => {
  await expectNoLeak(async () => {
    const of = tf.tensor1d(shares);
    const gradient = tf.tensor1d(gradients[0] ?? []);
    const first = stepAdam(startAdam(Float32Array.from(start)), gradient, optionsAt(1, of));
    const resumed = stepAdam(resumeAdam(first.steps, await readAdam(first)), gradient, optionsAt(2, of));
    const straight = stepAdam(first, gradient, optionsAt(2, of));
    expect(await readAdam(resumed)).toEqual(await readAdam(straight));
    expect(resumed.steps).toBe(2);
    disposeAdam(resumed);
    disposeAdam(straight);
    tf.dispose([of, gradient]);
  });
});

test('without a decay the average is the value', async () => {
  const gradient = tf.tensor1d(gradients[0] ?? []);
  const adam = stepAdam(startAdam(Float32Array.from(start)), gradient, {
    ...optionsAt(1, tf.tensor1d(shares)),
    averageDecay: 0,
  });
  const { value, average } = await readAdam(adam);
  expect(average).toEqual(value);
});
