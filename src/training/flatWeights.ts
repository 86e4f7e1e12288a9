// All trainable weights as one flat tensor, so that Adam, clipping and averaging are a handful of operations
// instead of a thousand, and a checkpoint is four arrays.
import * as tf from '@tensorflow/tfjs-core';
import type { NamedArray } from '../tensor/safetensors.ts';
import type { Weights } from '../tensor/weights.ts';

export interface FlatLayout {
  readonly names: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  readonly offsets: readonly number[];
  readonly size: number;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Where each of the named arrays lies in the flat one. */
export function layOut(arrays: ReadonlyMap<string, NamedArray>, names: readonly string[]): FlatLayout {
  const shapes = names.map((name) => arrays.get(name)?.shape ?? []);
  const offsets: number[] = [];
  let size = 0;
  for (const shape of shapes) {
    offsets.push(size);
    size += sizeOf(shape);
  }
  return { names, shapes, offsets, size };
}

export function flatten(layout: FlatLayout, arrays: ReadonlyMap<string, NamedArray>): Float32Array {
  const flat = new Float32Array(layout.size);
  for (const [i, name] of layout.names.entries()) flat.set(arrays.get(name)?.data ?? [], layout.offsets[i]);
  return flat;
}

export function unflatten(layout: FlatLayout, flat: Float32Array): Map<string, NamedArray> {
  return new Map(
    layout.names.map((name, i) => {
      const shape = layout.shapes[i] ?? [];
      const offset = layout.offsets[i] ?? 0;
      return [name, { shape, data: flat.slice(offset, offset + sizeOf(shape)) }];
    }),
  );
}

/** The weights as tensors cut out of the flat one, in the order of the layout. */
export function cut(layout: FlatLayout, flat: tf.Tensor1D): tf.Tensor[] {
  return layout.shapes.map((shape, i) =>
    tf.tidy(() => tf.reshape(tf.slice(flat, layout.offsets[i] ?? 0, sizeOf(shape)), [...shape])),
  );
}

export function named(layout: FlatLayout, tensors: readonly tf.Tensor[]): Weights {
  return Object.fromEntries(layout.names.map((name, i) => [name, tensors[i] as tf.Tensor]));
}

/** Gradients in the order of the layout, as one flat tensor. */
export function join(gradients: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(gradients.map((gradient) => tf.reshape(gradient, [-1]))));
}
