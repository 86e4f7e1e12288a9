// Adam (Kingma and Ba 2015) on one flat tensor, with clipping by the global norm, a rate for each weight,
// and a running average of the weights (Polyak and Juditsky 1992).
import * as tf from '@tensorflow/tfjs-core';

export interface Adam {
  /** Steps taken. */
  readonly steps: number;
  readonly value: tf.Tensor1D;
  /** First and second moments. */
  readonly m: tf.Tensor1D;
  readonly v: tf.Tensor1D;
  readonly average: tf.Tensor1D;
}

export interface AdamOptions {
  /** Rate of each weight at this step, as a share of `rate`: [size]. */
  readonly shares: tf.Tensor1D;
  readonly rate: number;
  readonly clipNorm: number;
  readonly averageDecay: number;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/** The state as plain arrays. */
export type AdamArrays = Readonly<Record<'value' | 'm' | 'v' | 'average', Float32Array>>;

export function startAdam(value: Float32Array): Adam {
  const zeros = (): tf.Tensor1D => tf.zeros([value.length]);
  return { steps: 0, value: tf.tensor1d(value), m: zeros(), v: zeros(), average: tf.tensor1d(value) };
}

/** The state that `readAdam` gave, after so many steps. */
export function resumeAdam(steps: number, { value, m, v, average }: AdamArrays): Adam {
  return {
    steps,
    value: tf.tensor1d(value),
    m: tf.tensor1d(m),
    v: tf.tensor1d(v),
    average: tf.tensor1d(average),
  };
}

export async function readAdam(adam: Adam): Promise<AdamArrays> {
  const read = (tensor: tf.Tensor1D): Promise<Float32Array> => tensor.data<'float32'>();
  const [value, m, v, average] = await Promise.all([
    read(adam.value),
    read(adam.m),
    read(adam.v),
    read(adam.average),
  ]);
  return { value, m, v, average };
}

/** The average follows faster at first, so that it forgets the start: decay at most (1 + t) / (10 + t). */
const decayAt = (decay: number, steps: number): number => Math.min(decay, (1 + steps) / (10 + steps));

/** One step; disposes the old state. */
export function stepAdam(adam: Adam, gradient: tf.Tensor1D, options: AdamOptions): Adam {
  const steps = adam.steps + 1;
  const next = tf.tidy(() => {
    const norm = tf.sqrt(tf.sum(tf.square(gradient)));
    const scale = tf.minimum(1, tf.div(options.clipNorm, tf.add(norm, 1e-6)));
    const g = tf.mul(gradient, scale);
    const m: tf.Tensor1D = tf.add(tf.mul(adam.m, beta1), tf.mul(g, 1 - beta1));
    const v: tf.Tensor1D = tf.add(tf.mul(adam.v, beta2), tf.mul(tf.square(g), 1 - beta2));
    const step = options.rate / (1 - beta1 ** steps);
    const root = tf.add(tf.sqrt(tf.mul(v, 1 / (1 - beta2 ** steps))), epsilon);
    const value: tf.Tensor1D = tf.sub(adam.value, tf.mul(tf.div(m, root), tf.mul(options.shares, step)));
    const decay = decayAt(options.averageDecay, steps);
    const average: tf.Tensor1D = tf.add(tf.mul(adam.average, decay), tf.mul(value, 1 - decay));
    return { value, m, v, average };
  });
  disposeAdam(adam);
  return { steps, ...next };
}

export function disposeAdam({ value, m, v, average }: Adam): void {
  tf.dispose([value, m, v, average]);
}
