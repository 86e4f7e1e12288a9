// The backends agree to 1e-4 on the encoder, on one decoder step and on the heads, in one process.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { perceive } from '../../src/model/candidates.ts';
import { placePhotos, placeSentences, toWordSets } from '../../src/model/jointSpace.ts';
import { encodeImages, gridChannels } from '../../src/model/mobileNetV2.ts';
import { startState, stepWord } from '../../src/model/wordLstm.ts';
import { foretellWords } from '../../src/model/wordRelevance.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend, type BackendName } from '../../src/tensor/backend.ts';
import { readLayersModel } from '../../src/tensor/layersModel.ts';
import { toTensors } from '../../src/tensor/weights.ts';
import { startId } from '../../src/text/vocabulary.ts';
import { needsNative, needsShared, sharedPath, type Need } from '../needs.ts';
import { randomModel } from './randomModel.ts';

const pretrained = needsShared('data/weights/mobilenet-v2-imagenet');
const model = randomModel();
const arrays = pretrained.missing
  ? model.arrays
  : new Map([...model.arrays, ...(await readLayersModel(sharedPath('data/weights/mobilenet-v2-imagenet')))]);

const random = createRandom(8);
const pixels = Float32Array.from({ length: 224 * 224 * 3 }, () => random.next() * 2 - 1);
const features = Float32Array.from({ length: 49 * gridChannels }, () => random.next() * 2);

interface Computed {
  readonly grid: Float32Array;
  readonly tags: Float32Array;
  readonly logits: Float32Array;
  readonly h: Float32Array;
  readonly map: Float32Array;
  readonly relevance: Float32Array;
  readonly place: Float32Array;
  readonly sentences: Float32Array;
}

async function compute(backend: BackendName): Promise<Computed> {
  await startBackend(backend);
  const weights = toTensors(arrays);
  const found = tf.tidy(() => {
    const grid = encodeImages(weights, tf.tensor4d(pixels, [1, 224, 224, 3]));
    const grids = tf.tensor3d(features, [1, 49, gridChannels]);
    const { tags, memory } = perceive(weights, model.config, grids);
    const pooled = tf.mean<tf.Tensor2D>(grids, 1);
    const { relevance } = foretellWords(weights, pooled);
    const place = placePhotos(weights, pooled);
    const sentences = placeSentences(weights, toWordSets([[4, 5, 9], [7]], 4));
    const ids = tf.tensor2d([[startId, 4]], undefined, 'int32');
    const step = stepWord(weights, memory, startState(weights, memory, 2), ids);
    const { logits, state, visualMap } = step;
    return { grid, tags, logits, h: state.h, map: visualMap, relevance, place, sentences };
  });
  const values = Object.entries(found).map(([name, tensor]) => [name, tensor.dataSync().slice()]);
  tf.dispose([{ ...weights }, found]);
  return Object.fromEntries(values) as Computed;
}

const reference = await compute('cpu');

const always: Need = { missing: false, named: (name) => name };
describe.each([
  ['wasm', always],
  ['native', needsNative],
] as const)('%s against cpu', (backend, need) => {
  test.skipIf(need.missing)(
    need.named('encoder, tags, one decoder step and the heads agree to 1e-4'),
    async () => {
      const found = await compute(backend);
      for (const [name, values] of Object.entries(reference) as [keyof Computed, Float32Array][]) {
        expect(found[name]).toHaveLength(values.length);
        const worst = values.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (found[name][i] ?? NaN))),
          0,
        );
        expect(worst, name).toBeLessThan(1e-4);
      }
    },
  );
});
