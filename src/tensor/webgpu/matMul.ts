// A correction: with a transposed second matrix, the webgpu backend 4.22.0 multiplies wrongly, without an error, where it
// splits the inner axis over workgroups (inner size from 2,000, small output; MatMulSplitKProgram, which came with
// https://github.com/tensorflow/tfjs/pull/6285). Such a matrix is transposed first.
import * as tf from '@tensorflow/tfjs-core';
import { input, replaceKernel, runKernel } from './replaceKernel.ts';

/** From here on the backend may split the inner axis. */
const splitInnerSize = 2000;

export function correctMatMul(): void {
  for (const name of [tf.BatchMatMul, tf._FusedMatMul]) {
    replaceKernel(name, (stock) => (call) => {
      const b = input(call, 'b');
      const rank = b.shape.length;
      if (call.attrs['transposeB'] !== true || (b.shape.at(-1) ?? 0) < splitInnerSize) return stock(call);
      const perm = [...b.shape.keys()].slice(0, -2).concat(rank - 1, rank - 2);
      const transposed = runKernel(tf.Transpose, {
        inputs: { x: b },
        attrs: { perm },
        backend: call.backend,
      });
      const product = stock({
        ...call,
        inputs: { ...call.inputs, b: transposed },
        attrs: { ...call.attrs, transposeB: false },
      });
      call.backend.disposeData(transposed.dataId);
      return product;
    });
  }
}
