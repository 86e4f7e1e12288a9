// The shipped gate on pictures that it was not fitted on: validation films, as they are and inverted, test photographs,
// and made-up pages of another seed.
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCaptionDataset } from '../../src/data/captionDataset.ts';
import { readOpenI } from '../../src/data/openI.ts';
import { readReporterFolder } from '../../src/engine/reporterFolder.ts';
import { decodeImage } from '../../src/image/decode.ts';
import { encoderInputSize } from '../../src/model/mobileNetV2.ts';
import { gateKinds, type GateKind } from '../../src/model/reporter/config.ts';
import { gateProbabilities } from '../../src/model/reporter/gate.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { encodeGrid } from '../../src/training/featureCache.ts';
import { drawPage } from '../../src/training/reporter/pages.ts';
import { needsShared, sharedPath } from '../needs.ts';

const needs = [needsShared('data/iu-xray'), needsShared('data/flickr8k')];
const first = needs.find(({ missing }) => missing) ?? needs[0];
const size = { width: encoderInputSize, height: encoderInputSize };

let weights: Weights;

async function kindOf(bytes: Uint8Array, name: string, isInverted = false): Promise<GateKind | undefined> {
  const { data } = await decodeImage({ bytes, name }, size);
  const pixels = Float32Array.from(data, (value) => (isInverted ? 255 - value : value));
  const found = tf.tidy(() => {
    const image = tf.tensor4d(pixels, [1, encoderInputSize, encoderInputSize, 3]);
    return tf.argMax(gateProbabilities(weights, encodeGrid(weights, image)), 1);
  });
  const [place = -1] = await found.data<'int32'>();
  found.dispose();
  return gateKinds[place];
}

describe.skipIf(first?.missing)(first?.named('the gate') ?? '', () => {
  beforeAll(async () => {
    await startBackend('wasm');
    const folder = await readReporterFolder(join(import.meta.dirname, '../../models/chest-xray-reporter'));
    weights = toTensors(folder.arrays);
  });

  test('tells the views of films apart, and inverted films from others', async () => {
    const { splits } = await readOpenI(sharedPath('data/iu-xray'));
    const films = splits.val.slice(0, 50).flatMap(({ images }) => images);
    const wrong: string[] = [];
    for (const [i, { file, view, read }] of films.entries()) {
      const bytes = await read();
      if ((await kindOf(bytes, file)) !== view) wrong.push(file);
      if (i % 3 === 0 && (await kindOf(bytes, file, true)) !== 'inverted') wrong.push(`${file} inverted`);
    }
    expect(films.length).toBeGreaterThan(80);
    expect(wrong).toHaveLength(0);
  }, 60_000);

  test('lets neither photographs nor pages of writing pass', async () => {
    const { splits } = await openCaptionDataset(sharedPath('data/flickr8k'));
    const passed: string[] = [];
    for (const { file, read } of splits.test.slice(0, 60))
      if ((await kindOf(await read(), file)) !== 'not-chest-x-ray') passed.push(file);
    const random = createRandom(2026);
    for (let page = 0; page < 30; page++)
      if ((await kindOf(drawPage(random), 'page.svg')) !== 'not-chest-x-ray') passed.push(`page ${page}`);
    expect(passed).toHaveLength(0);
  }, 60_000);
});
