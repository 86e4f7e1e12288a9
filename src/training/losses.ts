// The losses of caption training. Each is a mean, so that batch sizes can change without changing rates.
import * as tf from '@tensorflow/tfjs-core';

/**
 * Cross-entropy of each word with its target, smoothed over the vocabulary (Szegedy et al. 2016) and weighted:
 * sum of weights * loss. A weight is 1 / words for plain training, an advantage / words for self-critical training.
 * The gradient is written out (softmax less the target), which halves the memory.
 * @param logits [rows, vocabulary]
 * @param targets [rows], int32
 * @param weights [rows]
 * @returns a scalar
 */
export function wordLoss(
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  weights: tf.Tensor1D,
  smoothing: tf.Tensor1D,
): tf.Scalar {
  const vocabulary = logits.shape[1];
  const compute = tf.customGrad((x, save) => {
    const logs = tf.logSoftmax(x as tf.Tensor2D);
    const hit = tf.oneHot(targets, vocabulary, 1, 0, 'float32') as tf.Tensor2D;
    const spread = tf.reshape(smoothing, [-1, 1]);
    const target: tf.Tensor2D = tf.add(tf.mul(hit, tf.sub(1, spread)), tf.div(spread, vocabulary));
    const losses = tf.neg(tf.sum(tf.mul(target, logs), 1));
    (save as (tensors: tf.Tensor[]) => void)([logs, target]);
    const value = tf.sum(tf.mul(losses, weights));
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [l, t] = saved as [tf.Tensor, tf.Tensor];
      return tf.mul(tf.mul(tf.sub(tf.exp(l), t), tf.reshape(weights, [-1, 1])), dy);
    };
    return { value, gradFunc };
  });
  return compute(logits) as tf.Scalar;
}

/** Binary cross-entropy of each logit with its target, 0..1, of the same shape; stable for large logits. */
export const binaryCrossEntropy = (logits: tf.Tensor, targets: tf.Tensor): tf.Tensor =>
  // max(x, 0) - x z + log(1 + exp(-|x|))
  tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));

/**
 * Binary cross-entropy over tags, summed over the tags, mean over the images.
 * @param targets share of the captions that name the tag, 0..1: [images, tags]
 */
export const tagLoss = (logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar =>
  tf.div(tf.sum(binaryCrossEntropy(logits, targets)), logits.shape[0]);

/**
 * Doubly stochastic attention (Xu et al. 2015, eq. 14): over a sentence each patch should get about its share.
 * Here the share is words / patches, so that the penalty does not depend on the sentence's length.
 * @param maps T maps of [images, K, N]
 * @param mask 1 for words, 0 for padding: [images, K, T]
 */
export function attentionPenalty(maps: readonly tf.Tensor3D[], mask: tf.Tensor3D): tf.Scalar {
  const [images, states, patches] = (maps[0] as tf.Tensor3D).shape;
  const steps = tf.split(mask, maps.length, 2);
  const total = tf.addN(maps.map((map, t) => tf.mul(map, steps[t] as tf.Tensor3D))); // [images, K, N]
  const words = tf.sum(mask, 2, true); // [images, K, 1]
  const excess = tf.sub(tf.mul(total, tf.div(patches, tf.maximum(words, 1))), 1);
  return tf.div(tf.sum(tf.square(excess)), images * states * patches);
}

/**
 * Contrast of photos and sentences, row i of the one belonging to row i of the other: cross-entropy of the right
 * sentence for each photo and of the right photo for each sentence (van den Oord et al. 2018; Radford et al. 2021).
 * @param photos unit vectors: [n, size]
 * @param sentences unit vectors: [n, size]
 * @param scale cosines are multiplied by it: [1]
 */
export function contrastiveLoss(photos: tf.Tensor2D, sentences: tf.Tensor2D, scale: tf.Tensor1D): tf.Scalar {
  const count = photos.shape[0];
  const scores: tf.Tensor2D = tf.mul(tf.matMul(photos, sentences, false, true), scale); // [n, n]
  const own = tf.eye(count);
  const share = (x: tf.Tensor2D): tf.Tensor => tf.sum(tf.mul(tf.logSoftmax(x), own));
  return tf.div(tf.neg(tf.add(share(scores), share(tf.transpose(scores)))), 2 * count);
}
