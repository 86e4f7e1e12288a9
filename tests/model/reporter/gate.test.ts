import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { gridChannels } from '../../../src/model/mobileNetV2.ts';
import { gateKinds } from '../../../src/model/reporter/config.ts';
import { gateProbabilities } from '../../../src/model/reporter/gate.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { glorot, toTensors } from '../../../src/tensor/weights.ts';
import { expectClose } from '../closeTo.ts';
import { expectNoLeak } from '../noLeak.ts';
import { mean, plus, randomRows, rowsOf, softmax, times, vectorOf } from '../plainMath.ts';

const random = createRandom(51);
const next = (): number => random.next();
const arrays = new Map([
  ['gate/kernel', glorot([gridChannels, gateKinds.length], next)],
  ['gate/bias', glorot([gateKinds.length], next)],
]);
const grids = [randomRows(49, gridChannels, next), randomRows(49, gridChannels, next)];

beforeAll(() => startBackend('cpu'));

test('is a softmax over the mean patch of each picture', () => {
  const found = gateProbabilities(toTensors(arrays), tf.tensor3d(grids));
  expect(found.shape).toEqual([2, gateKinds.length]);
  expectClose(
    found,
    grids.map((grid) =>
      softmax(plus(times(mean(grid), rowsOf(arrays, 'gate/kernel')), vectorOf(arrays, 'gate/bias'))),
    ),
  );
});

test('leaves nothing but its answer', async () => {
  const weights = toTensors(arrays);
  const pictures = tf.tensor3d(grids);
  await expectNoLeak(() => gateProbabilities(weights, pictures), 1);
});
