// Rows of a table by index, with a gradient for the table alone. (tf.gather also asks for a gradient of the
// indices, which fails where they were computed from trained values, such as the most probable tags.)
import * as tf from '@tensorflow/tfjs-core';

/**
 * @param table [rows, size]
 * @param indices int32, any shape
 * @returns [...indices, size]
 */
export function lookUp(table: tf.Tensor2D, indices: tf.Tensor): tf.Tensor {
  const [rows, size] = table.shape;
  const flat: tf.Tensor1D = tf.reshape(indices, [-1]);
  const gather = tf.customGrad((x, save) => {
    (save as (tensors: tf.Tensor[]) => void)([flat]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      tf.unsortedSegmentSum(dy, saved[0] as tf.Tensor1D, rows);
    return { value: tf.gather(x as tf.Tensor2D, flat), gradFunc };
  });
  return tf.reshape(gather(table), [...indices.shape, size]);
}
