// The visual encoder: MobileNetV2 1.0 (Sandler et al. 2018, table 2), batch norm folded into the biases.
// 224x224x3 in, a 7x7x1280 grid of visual features out.
import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from '../tensor/assertShape.ts';
import { weight, type Weights } from '../tensor/weights.ts';

/** Side of the square input, in pixels. */
export const encoderInputSize = 224;
/** Side of the feature grid. */
export const gridSide = 7;
/** Channels of the feature grid. */
export const gridChannels = 1280;

/** One inverted residual: expansion t, output channels, stride (the paper's t, c, s). */
interface Block {
  readonly name: string;
  readonly expansion: number;
  readonly channels: number;
  readonly stride: 1 | 2;
}

/** Table 2 of the paper: t, c, n, s. */
const table: readonly (readonly [t: number, c: number, n: number, s: 1 | 2])[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

const blocks: readonly Block[] = table
  .flatMap(([expansion, channels, count, stride]) =>
    Array.from({ length: count }, (_, i) => ({
      expansion,
      channels,
      stride: i === 0 ? stride : (1 as const),
    })),
  )
  .map((block, i) => ({ ...block, name: i === 0 ? 'expanded_conv' : `expanded_conv_${i}` }));

/** The parts that can be unfrozen, from the input to the output. */
export const encoderParts: readonly string[] = [
  'stem_conv',
  ...blocks.map((block) => block.name),
  'Conv_1_conv',
];

/** The part of the encoder that a weight such as `expanded_conv_3_dw/bias` belongs to. */
export function encoderPartOf(name: string): string {
  const layer = name.split('/')[0] ?? name;
  return layer.replace(/_(expand_conv|dw|project_conv)$/, '');
}

/** The name and shape of every weight of the encoder: kernels [h, w, in, out], depthwise ones [h, w, channels, 1]. */
export function encoderShapes(): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const add = (layer: string, kernel: string, shape: readonly number[], channels: number): void => {
    shapes.set(`${layer}/${kernel}`, shape);
    shapes.set(`${layer}/bias`, [channels]);
  };
  add('stem_conv', 'kernel', [3, 3, 3, 32], 32);
  let input = 32;
  for (const { name, expansion, channels } of blocks) {
    const expanded = expansion * input;
    if (expansion !== 1) add(`${name}_expand_conv`, 'kernel', [1, 1, input, expanded], expanded);
    add(`${name}_dw`, 'depthwise_kernel', [3, 3, expanded, 1], expanded);
    add(`${name}_project_conv`, 'kernel', [1, 1, expanded, channels], channels);
    input = channels;
  }
  add('Conv_1_conv', 'kernel', [1, 1, input, gridChannels], gridChannels);
  return shapes;
}

const relu6 = (x: tf.Tensor4D): tf.Tensor4D => tf.clipByValue(x, 0, 6);

function convolve(weights: Weights, name: string, x: tf.Tensor4D, stride: 1 | 2): tf.Tensor4D {
  const kernel = weight<tf.Tensor4D>(weights, `${name}/kernel`);
  return tf.add(tf.conv2d(x, kernel, stride, 'same'), weight<tf.Tensor1D>(weights, `${name}/bias`));
}

function convolveDepthwise(weights: Weights, name: string, x: tf.Tensor4D, stride: 1 | 2): tf.Tensor4D {
  const kernel = weight<tf.Tensor4D>(weights, `${name}/depthwise_kernel`);
  return tf.add(tf.depthwiseConv2d(x, kernel, stride, 'same'), weight<tf.Tensor1D>(weights, `${name}/bias`));
}

/** Expand, filter each channel by itself, project without activation; a shortcut where the shapes agree. */
function invertedResidual(weights: Weights, block: Block, x: tf.Tensor4D): tf.Tensor4D {
  const { name, expansion, channels, stride } = block;
  const expanded = expansion === 1 ? x : relu6(convolve(weights, `${name}_expand_conv`, x, 1)); // [n, h, w, t * in]
  const filtered = relu6(convolveDepthwise(weights, `${name}_dw`, expanded, stride)); // [n, h / s, w / s, t * in]
  const projected = convolve(weights, `${name}_project_conv`, filtered, 1); // [n, h / s, w / s, c]
  return stride === 1 && x.shape[3] === channels ? tf.add(projected, x) : projected;
}

/** Scales 8-bit sRGB (0..255) as the pretrained weights expect it: (rgb - 128) / 128. */
export function normalisePixels(rgb: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => tf.div(tf.sub(tf.cast(rgb, 'float32'), 128), 128));
}

/** Each part as a function of what the part before it gives; in the order of `encoderParts`. */
const layers: readonly ((weights: Weights, x: tf.Tensor4D) => tf.Tensor4D)[] = [
  (weights, x) => relu6(convolve(weights, 'stem_conv', x, 2)), // [n, 112, 112, 32]
  ...blocks.map(
    (block) =>
      (weights: Weights, x: tf.Tensor4D): tf.Tensor4D =>
        invertedResidual(weights, block, x),
  ), // ... [n, 7, 7, 320]
  (weights, x) => relu6(convolve(weights, 'Conv_1_conv', x, 1)), // [n, 7, 7, 1280]
];

const placeOf = (part: string | undefined): number =>
  part === undefined ? layers.length : encoderParts.indexOf(part);

/**
 * What the parts before `part` make of images; all parts where it is undefined. With `encodeFrom` a training keeps the
 * frozen parts out of its gradient, where every tensor in between would be kept.
 * @param images [n, 224, 224, 3], normalised by `normalisePixels`
 */
export function encodeBelow(weights: Weights, images: tf.Tensor4D, part: string | undefined): tf.Tensor4D {
  assertShape(images, [undefined, encoderInputSize, encoderInputSize, 3], 'images');
  return tf.tidy(() =>
    layers.slice(0, placeOf(part)).reduce((x, layer) => layer(weights, x), tf.clone(images)),
  );
}

/** The part and those after it, over what `encodeBelow` gave: [n, 7, 7, 1280]. */
export function encodeFrom(weights: Weights, below: tf.Tensor4D, part: string | undefined): tf.Tensor4D {
  return layers.slice(placeOf(part)).reduce((x, layer) => layer(weights, x), below);
}

/**
 * The feature grid of a batch of images.
 * @param images [n, 224, 224, 3], normalised by `normalisePixels`
 * @returns [n, 7, 7, 1280]
 */
export const encodeImages = (weights: Weights, images: tf.Tensor4D): tf.Tensor4D =>
  encodeBelow(weights, images, undefined);

/**
 * ImageNet probabilities with the pretrained classifier, to check that weights arrived whole.
 * @param grid [n, 7, 7, 1280]
 * @returns [n, 1001]; class 0 is the background
 */
export function classifyImageNet(weights: Weights, grid: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const pooled = tf.mean(grid, [1, 2]); // [n, 1280]
    const kernel = tf.reshape(weight(weights, 'Logits_Conv2d_1c_1x1_conv/kernel'), [gridChannels, -1]);
    const bias = weight<tf.Tensor1D>(weights, 'Logits_Conv2d_1c_1x1_conv/bias');
    return tf.softmax(tf.add(tf.matMul(pooled as tf.Tensor2D, kernel as tf.Tensor2D), bias));
  });
}
