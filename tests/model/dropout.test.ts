import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createDropout, noDropout } from '../../src/model/dropout.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { expectNoLeak } from './noLeak.ts';

beforeAll(() => startBackend('cpu'));

test('the same seed drops the same; the mean stays; rate 0 changes nothing', async () => {
  await expectNoLeak(() => {
    const pool = createDropout(createRandom(1));
    tf.tidy(() => {
      const ones = tf.ones([100, 100]);
      const first = pool.withRandom(createRandom(5));
      const again = pool.withRandom(createRandom(5));
      const dropped = first(ones, 0.3);
      expect(again(ones, 0.3).dataSync()).toEqual(dropped.dataSync());
      expect(first(ones, 0.3).dataSync()).not.toEqual(dropped.dataSync());
      expect(tf.mean(dropped).dataSync()[0]).toBeCloseTo(1, 1);
      expect(new Set(dropped.dataSync())).toEqual(new Set([0, Math.fround(1 / 0.7)]));
      expect(first(ones, 0)).toBe(ones);
      expect(noDropout(ones, 0.9)).toBe(ones);
    });
    pool.dispose();
  });
});
