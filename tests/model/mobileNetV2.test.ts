import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCaptionDataset } from '../../src/data/captionDataset.ts';
import { decodeImage } from '../../src/image/decode.ts';
import {
  classifyImageNet,
  encodeImages,
  encoderInputSize,
  normalisePixels,
} from '../../src/model/mobileNetV2.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { readLayersModel } from '../../src/tensor/layersModel.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { needsShared, sharedPath } from '../needs.ts';
import { expectNoLeak } from './noLeak.ts';
import { randomModel } from './randomModel.ts';

test('pixels are scaled to -1..1', async () => {
  await startBackend('cpu');
  const scaled = normalisePixels(tf.tensor4d([0, 128, 255], [1, 1, 1, 3]));
  expect([...scaled.dataSync()]).toEqual([-1, 0, 127 / 128]);
});

describe('with random weights', () => {
  let weights: Weights;
  beforeAll(async () => {
    await startBackend('wasm');
    weights = toTensors(randomModel().arrays);
  });
  const noise = (count: number): tf.Tensor4D =>
    tf.randomUniform([count, encoderInputSize, encoderInputSize, 3], -1, 1, 'float32', 3);

  test('a batch gives a 7 x 7 x 1280 grid each, and leaves no tensor behind', async () => {
    const images = noise(2);
    await expectNoLeak(() => {
      const grid = encodeImages(weights, images);
      expect(grid.shape).toEqual([2, 7, 7, 1280]);
      const values = grid.dataSync();
      expect(values.every((value) => value >= 0 && value <= 6)).toBe(true);
      expect(values.some((value) => value > 0)).toBe(true);
      grid.dispose();
    });
    images.dispose();
  });

  test('images of a batch do not touch each other', () => {
    const images = noise(3);
    const together = encodeImages(weights, images);
    const alone = encodeImages(weights, tf.slice(images, 1, 1));
    const difference = tf.max(tf.abs(tf.sub(tf.slice(together, 1, 1), alone)));
    expect(difference.dataSync()[0]).toBeLessThan(1e-5);
  });

  test('pictures of another size are a bug that is named', () => {
    expect(() => encodeImages(weights, tf.zeros([1, 200, 224, 3]))).toThrow(
      /images has shape \[1, 200, 224, 3\]/,
    );
  });
});

const pretrained = needsShared('data/weights/mobilenet-v2-imagenet');
describe.skipIf(pretrained.missing)(pretrained.named('with the pretrained weights'), () => {
  const folder = sharedPath('data/weights/mobilenet-v2-imagenet');
  let weights: Weights;
  let labels: readonly string[];
  beforeAll(async () => {
    await startBackend('wasm');
    weights = toTensors(await readLayersModel(folder));
    labels = (await readFile(join(folder, 'labels.txt'), 'utf8')).trim().split('\n');
  });
  afterAll(() => {
    tf.dispose({ ...weights });
  });

  /** The five most probable classes. */
  async function topFive(bytes: Uint8Array, name: string): Promise<string> {
    const { data } = await decodeImage(
      { bytes, name },
      { width: encoderInputSize, height: encoderInputSize },
    );
    const best = tf.tidy(() => {
      const pixels = tf.tensor4d(data, [1, encoderInputSize, encoderInputSize, 3]);
      const probabilities = classifyImageNet(weights, encodeImages(weights, normalisePixels(pixels)));
      return tf.topk(probabilities, 5).indices;
    });
    const classes = await best.data();
    best.dispose();
    return [...classes].map((id) => labels[id] ?? '').join('; ');
  }

  // The third golden photograph shows a person, for whom ImageNet has no class.
  test.each([
    ['chelsea.jpg', /^(tabby|Egyptian cat|tiger cat)/],
    ['coffee.jpg', /^(espresso|cup)/],
  ])('%s is named as it should', async (file, expected) => {
    const bytes = await readFile(join(import.meta.dirname, '../fixtures/images/golden', file));
    expect(await topFive(bytes, file)).toMatch(expected);
  });

  const photos = needsShared('data/flickr8k');
  test.skipIf(photos.missing)(
    photos.named('photos that all captions call a dog are mostly named as dogs'),
    async () => {
      // Classes 152 to 269 of the 1001 are breeds of dogs.
      const breeds = labels.slice(152, 270);
      const { splits } = await openCaptionDataset(sharedPath('data/flickr8k'));
      const dogs = splits.val
        .filter(({ captions }) => captions.every((caption) => /\bdog\b/i.test(caption)))
        .slice(0, 20);
      expect(dogs).toHaveLength(20);
      let named = 0;
      for (const { file, read } of dogs) {
        const classes = await topFive(await read(), file);
        if (breeds.some((breed) => classes.includes(breed))) named += 1;
      }
      expect(named).toBeGreaterThanOrEqual(18);
    },
  );
});
