// A correction: the webgpu backend 4.22.0 binds every tensor of addN at once, and where they are more than a shader may
// bind (often 10) the sum is silently wrong. Gradients of a weight that a sentence uses at every step are such sums.
import * as tf from '@tensorflow/tfjs-core';
import { replaceKernel } from './replaceKernel.ts';

/** Tensors added by one shader. */
const mostAtOnce = 7;

export function correctAddN(): void {
  replaceKernel(tf.AddN, (stock) => (call) => {
    const sumOf = (tensors: readonly tf.TensorInfo[]): tf.TensorInfo =>
      // The inputs of addN are a list, though typed as a record.
      stock({ ...call, inputs: tensors as unknown as typeof call.inputs });
    let waiting = Object.values(call.inputs);
    const parts: tf.TensorInfo[] = [];
    while (waiting.length > mostAtOnce) {
      const part = sumOf(waiting.slice(0, mostAtOnce));
      parts.push(part);
      waiting = [...waiting.slice(mostAtOnce), part];
    }
    const sum = sumOf(waiting);
    for (const part of parts) call.backend.disposeData(part.dataId);
    return sum;
  });
}
