// A model's weights: tensors by name, as one record that pure functions take.
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';

/** A weight outside TensorFlow.js, as files hold it. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type Weights = Readonly<Record<string, tf.Tensor>>;

/** The weight of that name; a missing one is a bug (folders are checked when they are opened). */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- The caller knows the rank; the record does not.
export function weight<T extends tf.Tensor = tf.Tensor2D>(weights: Weights, name: string): T {
  const tensor = weights[name];
  assert(tensor !== undefined, `no weight ${name}`);
  return tensor as T;
}

/** Uploads arrays to the current backend. */
export function toTensors(arrays: ReadonlyMap<string, NamedArray>): Weights {
  return Object.fromEntries(
    [...arrays].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
}

/** Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
export function glorot(shape: readonly number[], next: () => number): NamedArray {
  const size = shape.reduce((a, b) => a * b, 1);
  const fanOut = shape.at(-1) ?? 1;
  const limit = Math.sqrt(6 / (size / fanOut + fanOut));
  return { shape, data: Float32Array.from({ length: size }, () => (next() * 2 - 1) * limit) };
}

/** All of one value, e.g. a bias of zeros. */
export function constant(shape: readonly number[], value: number): NamedArray {
  return { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) };
}
