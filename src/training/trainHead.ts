// Trains a head: a small part that reads the pooled features of a finished encoder. Minutes, so it has no checkpoint:
// a run that is stopped here begins the head anew, to the same weights.
import * as tf from '@tensorflow/tfjs-core';
import { createDropout, type Dropout } from '../model/dropout.ts';
import { createRandom, shuffle, type Random } from '../random.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import type { Weights } from '../tensor/weights.ts';
import { disposeAdam, readAdam, startAdam, stepAdam } from './adam.ts';
import { cut, flatten, join, layOut, named, unflatten } from './flatWeights.ts';
import { rateShare } from './schedule.ts';
import { stepsPerEpoch } from './stageEpoch.ts';
import type { Head } from './trainingConfig.ts';

export interface HeadTask {
  readonly head: Head;
  readonly seed: number;
  /** Weights that stay as they are, and that the loss does not ask for. */
  readonly fixed: readonly string[];
  /** Number of training photos. */
  readonly count: number;
  /** The loss of a batch of photos; what it draws comes from `random`. */
  readonly loss: (
    weights: Weights,
    indices: readonly number[],
    dropout: Dropout,
    random: Random,
  ) => tf.Scalar;
  /** Told after each epoch; what it throws stops the training. */
  readonly onEpoch: (done: number, count: number) => void;
}

/** @returns the weights after the last epoch */
export async function trainHead(
  first: ReadonlyMap<string, NamedArray>,
  { head, seed, fixed, count, loss, onEpoch }: HeadTask,
): Promise<Map<string, NamedArray>> {
  const layout = layOut(
    first,
    [...first.keys()].filter((name) => !fixed.includes(name)),
  );
  const shares = tf.ones<tf.Rank.R1>([layout.size]);
  const random = createRandom(seed);
  const pool = createDropout(createRandom(seed));
  const dropout = pool.withRandom(random);
  const all = Array.from({ length: count }, (_, i) => i);
  const steps = stepsPerEpoch(count, head.batchImages);
  let adam = startAdam(flatten(layout, first));
  try {
    for (let epoch = 0; epoch < head.epochs; epoch++) {
      const order = shuffle(all, random);
      for (let step = 0; step < steps; step++) {
        const indices = order.slice(step * head.batchImages, (step + 1) * head.batchImages);
        const gradient = tf.tidy(() => {
          const lossOf = (...tensors: tf.Tensor[]): tf.Scalar =>
            loss(named(layout, tensors), indices, dropout, random);
          return join(tf.grads(lossOf)(cut(layout, adam.value)));
        });
        const rate = head.rate * rateShare(adam.steps, head.epochs * steps, 0, 0);
        adam = stepAdam(adam, gradient, { shares, rate, clipNorm: head.clipNorm, averageDecay: 0 });
        gradient.dispose();
        // Lets a signal be heard.
        await tf.nextFrame();
      }
      onEpoch(epoch + 1, head.epochs);
    }
    return new Map([...first, ...unflatten(layout, (await readAdam(adam)).value)]);
  } finally {
    disposeAdam(adam);
    shares.dispose();
    pool.dispose();
  }
}
