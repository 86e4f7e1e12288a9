import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../src/tensor/backend.ts';
import { cut, flatten, join, layOut, named, unflatten } from '../../src/training/flatWeights.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomDecoder, tinyConfig } from '../model/randomModel.ts';

beforeAll(() => startBackend('cpu'));

const arrays = randomDecoder(tinyConfig, 1);
const names = ['words/output/bias', 'tags/embedding', 'attention/W_vatt'];
const layout = layOut(arrays, names);

test('arrays survive the way into one and back', () => {
  const flat = flatten(layout, arrays);
  expect(layout.size).toBe(8 + 4 * 8 + 6);
  expect(layout.offsets).toEqual([0, 8, 40]);
  const back = unflatten(layout, flat);
  expect([...back.keys()]).toEqual(names);
  for (const [name, array] of back) expect(array).toEqual(arrays.get(name));
});

test('tensors are cut out in their shapes, and gradients join in the same order', async () => {
  await expectNoLeak(() => {
    tf.tidy(() => {
      const flat = tf.tensor1d(flatten(layout, arrays));
      const views = cut(layout, flat);
      const weights = named(layout, views);
      for (const name of names) {
        expect(weights[name]?.shape).toEqual(arrays.get(name)?.shape);
        expect(weights[name]?.dataSync()).toEqual(arrays.get(name)?.data);
      }
      expect(join(views).dataSync()).toEqual(flat.dataSync());
    });
  });
});
