// Faster filter gradients of plain and depthwise convolutions: the webgpu backend has one thread for each weight, which
// reads the whole batch; here the rows of the batch are shared among many threads, whose parts are then added.
import * as tf from '@tensorflow/tfjs-core';
import { int, perValue, sumAndDispose, threadsWanted } from './columnSum.ts';
import { input, replaceKernel, type KernelCall } from './replaceKernel.ts';

type Shape4 = [number, number, number, number];

const uniforms =
  'strides : vec2<i32>, pads : vec2<i32>, outSize : vec2<i32>, inSize : vec2<i32>, rows : i32, rowsEach : i32, perPart : i32, channels : vec2<i32>,';

/** Channels of x and dy that a weight joins: a depthwise filter has one for both. */
const channelsOf = {
  plain:
    'let inChannel = (rest / uniforms.channels[1]) % uniforms.channels[0]; let outChannel = rest % uniforms.channels[1];',
  depthwise: 'let inChannel = rest % uniforms.channels[0]; let outChannel = inChannel;',
} as const;
const weightsEach = {
  plain: 'uniforms.channels[0] * uniforms.channels[1]',
  depthwise: 'uniforms.channels[0]',
} as const;

/** One thread: one weight, some rows of the batch's output images. */
const shader = (kind: keyof typeof channelsOf): string => `
  fn main(index : i32) {
    if (index < uniforms.size) {
      let rest = index % uniforms.perPart;
      ${channelsOf[kind]}
      let tap = rest / (${weightsEach[kind]});
      let tapRow = tap / uniforms.filterWidth;
      let tapColumn = tap % uniforms.filterWidth;
      let first = (index / uniforms.perPart) * uniforms.rowsEach;
      let last = min(first + uniforms.rowsEach, uniforms.rows);
      var sum = 0.0;
      for (var row = first; row < last; row++) {
        let image = row / uniforms.outSize[0];
        let outRow = row % uniforms.outSize[0];
        let inRow = tapRow + outRow * uniforms.strides[0] - uniforms.pads[0];
        if (inRow < 0 || inRow >= uniforms.inSize[0]) { continue; }
        for (var outColumn = 0; outColumn < uniforms.outSize[1]; outColumn++) {
          let inColumn = tapColumn + outColumn * uniforms.strides[1] - uniforms.pads[1];
          if (inColumn < 0 || inColumn >= uniforms.inSize[1]) { continue; }
          sum += getX(image, inRow, inColumn, inChannel) * getDy(image, outRow, outColumn, outChannel);
        }
      }
      result[index] = sum;
    }
  }`;

function filterGradient(
  call: KernelCall,
  kind: keyof typeof channelsOf,
  info: tf.backend_util.Conv2DInfo,
  filterShape: number[],
): tf.TensorInfo {
  const perPart = tf.util.sizeFromShape(filterShape);
  const rows = info.batchSize * info.outHeight;
  const rowsEach = Math.ceil(rows / Math.min(rows, Math.ceil(threadsWanted / perPart)));
  const parts = Math.ceil(rows / rowsEach);
  const program = perValue(
    `filterGradient ${kind}`,
    [parts, perPart],
    ['x', 'dy'],
    `${uniforms} filterWidth : i32,`,
    shader(kind),
  );
  const sums = call.backend.runWebGPUProgram(program, [input(call, 'x'), input(call, 'dy')], 'float32', [
    int(info.strideHeight, info.strideWidth),
    int(info.padInfo.top, info.padInfo.left),
    int(info.outHeight, info.outWidth),
    int(info.inHeight, info.inWidth),
    int(rows),
    int(rowsEach),
    int(perPart),
    int(info.inChannels, info.outChannels),
    int(info.filterWidth),
  ]);
  return sumAndDispose(sums, parts, filterShape, call.backend);
}

const isOne = (value: number | readonly number[] | undefined): boolean =>
  value === undefined || [value].flat().every((one) => one === 1);

/** Call after `speedUpPointwiseGradients`, which is faster still for 1x1 filters. */
export function speedUpFilterGradients(): void {
  replaceKernel(tf.Conv2DBackpropFilter, (stock) => (call) => {
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
      call.attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    if ((filterShape[0] === 1 && filterShape[1] === 1) || dataFormat !== 'NHWC') return stock(call);
    const shape = input(call, 'x').shape as Shape4;
    const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    return filterGradient(call, 'plain', info, filterShape);
  });
  replaceKernel(tf.DepthwiseConv2dNativeBackpropFilter, (stock) => (call) => {
    const { strides, dilations, pad, dimRoundingMode, filterShape } =
      call.attrs as unknown as tf.DepthwiseConv2dNativeBackpropFilterAttrs;
    if (filterShape[3] !== 1 || !isOne(dilations)) return stock(call);
    const shape = input(call, 'x').shape as Shape4;
    const info = tf.backend_util.computeConv2DInfo(
      shape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    return filterGradient(call, 'depthwise', info, filterShape);
  });
}
