import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { gridChannels } from '../../../src/model/mobileNetV2.ts';
import { gateKinds } from '../../../src/model/reporter/config.ts';
import { gateProbabilities } from '../../../src/model/reporter/gate.ts';
import { createRandom, nextNormal } from '../../../src/random.ts';
import { toTensors } from '../../../src/tensor/weights.ts';
import { emptyGate, fitGate } from '../../../src/training/reporter/gate.ts';
import { expectNoLeak } from '../../model/noLeak.ts';
import { loadingMs, startCpuGradients } from '../cpuGradients.ts';

beforeAll(startCpuGradients, loadingMs);

/** Made-up features: noise, and for each kind some channels of its own. One kind is far rarer than the others. */
function madeUp(seed: number, counts: readonly number[]) {
  const random = createRandom(seed);
  const kinds = gateKinds.flatMap((kind, i) => Array.from({ length: counts[i] ?? 0 }, () => kind));
  const features = new Float32Array(kinds.length * gridChannels);
  for (const [row, kind] of kinds.entries()) {
    const place = gateKinds.indexOf(kind);
    for (let channel = 0; channel < gridChannels; channel++) {
      const own = channel % 40 === place ? 2 : 0;
      features[row * gridChannels + channel] = Math.abs(nextNormal(random)) * 0.3 + own;
    }
  }
  return { features, kinds };
}

test('tells kinds apart that it has not seen, a rare one as well as the others, and leaves no tensors', async () => {
  const settings = { photos: '', photoCount: 1, ridge: 0.0001, steps: 25, rate: 0.01 };
  await expectNoLeak(async () => {
    const fitted = await fitGate(madeUp(1, [40, 40, 12, 40]), settings, 1);
    const { features, kinds } = madeUp(2, [10, 10, 10, 10]);
    const weights = toTensors(fitted);
    const pictures = tf.tensor3d(features, [kinds.length, 1, gridChannels]);
    const probabilities = gateProbabilities(weights, pictures);
    const rows = await probabilities.array();
    tf.dispose([{ ...weights }, pictures, probabilities]);
    const found = rows.map((row) => gateKinds[row.indexOf(Math.max(...row))]);
    expect(found).toEqual(kinds);
  });
});

test('before it is fitted, all kinds are alike', () => {
  const found = gateProbabilities(toTensors(emptyGate()), tf.ones([1, 49, gridChannels]));
  expect([...found.dataSync()]).toEqual(gateKinds.map(() => 1 / gateKinds.length));
});
