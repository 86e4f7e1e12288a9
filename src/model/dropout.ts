// Dropout as a function that parts of a model receive; at inference it is the identity.
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';

/** Zeroes a share `rate` of the values and scales the others by 1 / (1 - rate) (Srivastava et al. 2014). */
export type Dropout = <T extends tf.Tensor>(x: T, rate: number) => T;

export const noDropout: Dropout = (x) => x;

const poolSize = 1 << 23;

/**
 * Dropout whose masks are windows, at random offsets, into one pool of uniform numbers that stays on the backend:
 * far cheaper than drawing millions of numbers a step, the same on every backend, and resumable from a generator.
 */
export function createDropout(poolRandom: Random): {
  /** Dropout whose offsets come from `random`. */
  withRandom: (random: Random) => Dropout;
  dispose: () => void;
} {
  const pool = tf.tensor1d(Float32Array.from({ length: poolSize }, () => poolRandom.next()));
  const withRandom =
    (random: Random): Dropout =>
    (x, rate) => {
      if (rate === 0) return x;
      const offset = Math.floor(random.next() * (poolSize - x.size));
      const uniform = tf.reshape(tf.slice(pool, offset, x.size), x.shape);
      return tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate)));
    };
  return {
    withRandom,
    dispose: () => {
      pool.dispose();
    },
  };
}
