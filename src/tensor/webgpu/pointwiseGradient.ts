// Faster gradients of 1x1 convolutions: both are matrix products, for which the webgpu backend has tiled kernels; its own
// filter gradient has one thread for each weight.
import * as tf from '@tensorflow/tfjs-core';
import { sumAndDispose } from './columnSum.ts';
import { input, replaceKernel, runKernel, type KernelCall } from './replaceKernel.ts';

type Shape4 = [number, number, number, number];
type ConvAttrs = Pick<tf.Conv2DBackpropFilterAttrs, 'strides' | 'pad' | 'dataFormat' | 'dimRoundingMode'>;

/** Rows and channels where the convolution is one matrix product over all pixels. */
function asProduct(
  call: KernelCall,
  image: readonly number[],
  filter: readonly number[],
): { rows: number; inputs: number; outputs: number; counts: number[] } | undefined {
  const { strides, pad, dataFormat, dimRoundingMode } = call.attrs as unknown as ConvAttrs;
  if (filter[0] !== 1 || filter[1] !== 1 || dataFormat !== 'NHWC') return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    image as Shape4,
    filter as Shape4,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  if (
    info.strideHeight !== 1 ||
    info.strideWidth !== 1 ||
    info.outHeight !== image[1] ||
    info.outWidth !== image[2]
  )
    return undefined;
  const counts = [info.batchSize, info.outHeight];
  return {
    rows: info.batchSize * info.outHeight * info.outWidth,
    inputs: info.inChannels,
    outputs: info.outChannels,
    counts,
  };
}

function primeFactors(value: number): number[] {
  const factors: number[] = [];
  for (let left = value, factor = 2; left > 1; factor++) {
    for (; left % factor === 0; left /= factor) factors.push(factor);
  }
  return factors;
}

/** Workgroups that keep a large card busy, and the fewest rows that are worth one. */
const groupsWanted = 264;
const fewestRows = 32;

/** Into how many equal parts to cut the rows, so that all of the card has work. */
function partsOf(rows: number, inputs: number, outputs: number, counts: readonly number[]): number {
  const tiles = Math.ceil(inputs / 32) * Math.ceil(outputs / 32);
  let parts = 1;
  for (const factor of counts.flatMap(primeFactors)) {
    if (parts * tiles < groupsWanted && rows / (parts * factor) >= fewestRows) parts *= factor;
  }
  return parts;
}

function multiply(a: tf.TensorInfo, b: tf.TensorInfo, transpose: 'a' | 'b', call: KernelCall): tf.TensorInfo {
  const attrs = { transposeA: transpose === 'a', transposeB: transpose === 'b' };
  return runKernel(tf.BatchMatMul, { inputs: { a, b }, attrs, backend: call.backend });
}

export function speedUpPointwiseGradients(): void {
  replaceKernel(tf.Conv2DBackpropFilter, (stock) => (call) => {
    const x = input(call, 'x');
    const dy = input(call, 'dy');
    const { filterShape } = call.attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const product = asProduct(call, x.shape, filterShape);
    if (!product) return stock(call);
    const { rows, inputs, outputs, counts } = product;
    const parts = partsOf(rows, inputs, outputs, counts);
    const cut = (tensor: tf.TensorInfo, channels: number): tf.TensorInfo => ({
      ...tensor,
      shape: [parts, rows / parts, channels],
    });
    return sumAndDispose(
      multiply(cut(x, inputs), cut(dy, outputs), 'a', call),
      parts,
      filterShape,
      call.backend,
    );
  });
  replaceKernel(tf.Conv2DBackpropInput, (stock) => (call) => {
    const dy = input(call, 'dy');
    const filter = input(call, 'filter');
    const { inputShape } = call.attrs as unknown as tf.Conv2DBackpropInputAttrs;
    const product = asProduct(call, inputShape, filter.shape);
    if (!product) return stock(call);
    const { rows, inputs, outputs } = product;
    const { dataId } = multiply(
      { ...dy, shape: [rows, outputs] },
      { ...filter, shape: [inputs, outputs] },
      'b',
      call,
    );
    return { dataId, dtype: 'float32', shape: inputShape };
  });
}
