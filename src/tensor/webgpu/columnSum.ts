// Faster sums over leading axes (the gradients of biases): the webgpu backend transposes first; here each thread adds
// down a column, neighbours read neighbouring values, and long columns are added in parts. No atomics: same input, same bits.
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { input, replaceKernel } from './replaceKernel.ts';

const workgroup = 64;
/** Threads that keep a large card busy. */
export const threadsWanted = 1 << 18;

const shader = `
  fn main(index : i32) {
    if (index < uniforms.size) {
      let column = index % uniforms.columns;
      let first = (index / uniforms.columns) * uniforms.rowsEach;
      let last = min(first + uniforms.rowsEach, uniforms.rows);
      var sum = 0.0;
      for (var row = first; row < last; row++) { sum += x[row * uniforms.columns + column]; }
      result[index] = sum;
    }
  }`;

/** A uniform value of a shader. */
export const int = (...data: number[]): { type: string; data: number[] } => ({ type: 'int32', data });

/** A program with one thread for each value of its output. */
export function perValue(
  shaderKey: string,
  outputShape: number[],
  variableNames: string[],
  uniforms: string,
  code: string,
): WebGPUProgram {
  return {
    shaderKey,
    outputShape,
    variableNames,
    uniforms,
    workgroupSize: [workgroup, 1, 1],
    size: true,
    dispatchLayout: { x: [...outputShape.keys()] },
    dispatch: [Math.ceil(tf.util.sizeFromShape(outputShape) / workgroup), 1, 1],
    getUserCode: () => code,
  };
}

/** Sums of a matrix's columns: [rows, columns] to [columns]. Gives `x` itself back where it has one row. */
export function sumColumns(
  x: tf.TensorInfo,
  rows: number,
  columns: number,
  backend: WebGPUBackend,
): tf.TensorInfo {
  let current: tf.TensorInfo = { ...x, shape: [rows, columns] };
  for (let left = rows; left > 1;) {
    const parts = Math.min(Math.ceil(left / 32), Math.max(1, Math.ceil(threadsWanted / columns)));
    const rowsEach = left <= 64 ? left : Math.ceil(left / parts);
    const partCount = Math.ceil(left / rowsEach);
    const program = perValue(
      'columnSum',
      [partCount, columns],
      ['x'],
      'rows : i32, rowsEach : i32, columns : i32,',
      shader,
    );
    const next = backend.runWebGPUProgram(program, [current], 'float32', [
      int(left),
      int(rowsEach),
      int(columns),
    ]);
    if (current.dataId !== x.dataId) backend.disposeData(current.dataId);
    current = next;
    left = partCount;
  }
  return current;
}

/** As `sumColumns`, but disposes `x`. */
export function sumAndDispose(
  x: tf.TensorInfo,
  rows: number,
  shape: number[],
  backend: WebGPUBackend,
): tf.TensorInfo {
  const sums = sumColumns(x, rows, tf.util.sizeFromShape(shape), backend);
  if (sums.dataId !== x.dataId) backend.disposeData(x.dataId);
  return { dataId: sums.dataId, dtype: 'float32', shape };
}

export function speedUpColumnSums(): void {
  replaceKernel(tf.Sum, (stock) => (call) => {
    const x = input(call, 'x');
    const { axis, keepDims } = call.attrs as unknown as tf.SumAttrs;
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const leading = axes.length > 0 && axes.every((value, i) => value === i);
    const rest = x.shape.slice(axes.length);
    const rows = tf.util.sizeFromShape(x.shape.slice(0, axes.length));
    const columns = tf.util.sizeFromShape(rest);
    if (!leading || rest.length === 0 || x.dtype !== 'float32' || columns < 8 || rows < 2) return stock(call);
    const { dataId } = sumColumns(x, rows, columns, call.backend);
    return { dataId, dtype: 'float32', shape: keepDims ? [...axes.map(() => 1), ...rest] : rest };
  });
}
