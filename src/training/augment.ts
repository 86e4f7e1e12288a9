// Random crops, flips and changes of colour, computed on the backend for a whole batch.
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';
import type { TrainingConfig } from './trainingConfig.ts';

/** Brightness, contrast and saturation of each image of a batch, as factors around 1. */
function jitterColours(images: tf.Tensor4D, amount: number, random: Random): tf.Tensor4D {
  const n = images.shape[0];
  const draw = (): tf.Tensor4D =>
    tf.tensor4d(
      Float32Array.from({ length: n }, () => 1 + amount * (2 * random.next() - 1)),
      [n, 1, 1, 1],
    );
  const brightness = draw();
  const contrast = draw();
  const saturation = draw();
  const grey: tf.Tensor4D = tf.mean(images, 3, true);
  const vivid: tf.Tensor4D = tf.add(grey, tf.mul(tf.sub(images, grey), saturation));
  const middle: tf.Tensor4D = tf.mean(vivid, [1, 2, 3], true);
  const strong: tf.Tensor4D = tf.mul(tf.add(middle, tf.mul(tf.sub(vivid, middle), contrast)), brightness);
  return tf.clipByValue(strong, 0, 255);
}

/**
 * A random view of each image; the size stays.
 * @param images [n, side, side, 3], 0..255
 */
export function augment(
  images: tf.Tensor4D,
  options: TrainingConfig['augmentation'],
  random: Random,
): tf.Tensor4D {
  const [n, height, width] = images.shape;
  const boxes = new Float32Array(n * 4);
  for (let i = 0; i < n; i++) {
    const h = options.minCrop + (1 - options.minCrop) * random.next();
    const w = Math.min(1, Math.max(options.minCrop, h * (0.9 + 0.2 * random.next())));
    const top = (1 - h) * random.next();
    const left = (1 - w) * random.next();
    const flip = options.flip && random.next() < 0.5;
    boxes.set(flip ? [top, left + w, top + h, left] : [top, left, top + h, left + w], i * 4);
  }
  return tf.tidy(() => {
    const index = tf.range(0, n, 1, 'int32');
    const crops = tf.image.cropAndResize(images, tf.tensor2d(boxes, [n, 4]), index, [height, width]);
    return options.colour > 0 ? jitterColours(crops, options.colour, random) : crops;
  });
}
