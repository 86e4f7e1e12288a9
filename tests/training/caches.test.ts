// The files that training makes once: pixels and feature grids. On wasm, where the encoder takes 50 ms a photo.
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaptionedImage } from '../../src/data/captionDataset.ts';
import { encoderInputSize } from '../../src/model/mobileNetV2.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toHalf } from '../../src/tensor/halfFloat.ts';
import { toTensors } from '../../src/tensor/weights.ts';
import { augment } from '../../src/training/augment.ts';
import { openCacheFile } from '../../src/training/cacheFile.ts';
import { encodeGrid, openFeatureCache, type FeatureCacheOptions } from '../../src/training/featureCache.ts';
import { encoderOf } from '../../src/training/firstWeights.ts';
import { hashArrays } from '../../src/training/openSource.ts';
import { openPixelStore, type PixelStore } from '../../src/training/pixelStore.ts';
import { randomModel } from '../model/randomModel.ts';
import { plainPicture, type PhotoFile } from './photoFiles.ts';

let folder: string;
beforeAll(() => startBackend('wasm'));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caches-'));
});
afterEach(() => rm(folder, { recursive: true }));

const colours: readonly PhotoFile['rgb'][] = [
  [250, 10, 20],
  [0, 128, 255],
  [90, 90, 90],
];

function photos(): { images: CaptionedImage[]; reads: () => number } {
  let reads = 0;
  const images = colours.map((rgb) => ({
    file: `${rgb.join('-')}.png`,
    captions: ['a colour'],
    read: () => {
      reads++;
      return plainPicture(rgb);
    },
  }));
  return { images, reads: () => reads };
}

const nothing = (): void => undefined;

describe('pixels', () => {
  test('are decoded once, squashed, and read in any order', async () => {
    const { images, reads } = photos();
    const told: string[] = [];
    const first = await openPixelStore(
      images,
      4,
      folder,
      (done, count) => void told.push(`${done}/${count}`),
    );
    await first.close();
    expect(told).toEqual(['3/3']);
    const store = await openPixelStore(images, 4, folder, nothing);
    expect(reads()).toBe(3);
    expect(store.key).toBe(first.key);
    const pixels = await store.read([2, 0]);
    expect(pixels.shape).toEqual([2, 4, 4, 3]);
    const values = await pixels.data();
    expect([...values.slice(0, 3)]).toEqual([90, 90, 90]);
    expect([...values.slice(-3)]).toEqual([250, 10, 20]);
    await store.close();
  });

  test('of another side are another file; one that was cut off is made again', async () => {
    const { images, reads } = photos();
    for (const side of [4, 5]) await (await openPixelStore(images, side, folder, nothing)).close();
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    for (const name of names) await writeFile(join(folder, name), 'cut off');
    await (await openPixelStore(images, 4, folder, nothing)).close();
    expect(reads()).toBe(9);
  });

  test('a picture that fails is named, and nothing is left', async () => {
    const broken = {
      file: 'broken.png',
      captions: [''],
      read: () => Promise.resolve(Buffer.from('no picture')),
    };
    const opening = openPixelStore([...photos().images, broken], 4, folder, nothing);
    await expect(opening).rejects.toThrow(/broken\.png/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('stop when they are asked to, and leave nothing', async () => {
    const stop = new Error('stop');
    const opening = openPixelStore(photos().images, 4, folder, () => {
      throw stop;
    });
    await expect(opening).rejects.toBe(stop);
    expect(await readdir(folder)).toEqual([]);
  });
});

test('a cache that cannot be written is told in a sentence', async () => {
  await writeFile(join(folder, 'file'), '');
  const opening = openCacheFile(join(folder, 'file/deep/inside.bin'), 3, () => Promise.resolve());
  await expect(opening).rejects.toMatchObject({ code: 'file/unwritable' });
});

describe('feature grids', () => {
  const encoder = encoderOf(randomModel().arrays);
  const options = (): FeatureCacheOptions => ({
    folder: join(folder, 'cache'),
    encoderHash: 'this encoder',
    views: 2,
    augmentation: { minCrop: 0.7, flip: true, colour: 0.2 },
    seed: 5,
    batchImages: 2,
    onEncoded: nothing,
  });
  const openPixels = (): Promise<PixelStore> =>
    openPixelStore(photos().images, encoderInputSize, folder, nothing);

  test('come back as halves: the photo itself, and its augmented view', async () => {
    const pixels = await openPixels();
    const weights = toTensors(encoder);
    const told: string[] = [];
    const onEncoded = (done: number, count: number): void => void told.push(`${done}/${count}`);
    const cache = await openFeatureCache(pixels, weights, { ...options(), onEncoded });
    expect(told).toEqual(['2/6', '3/6', '5/6', '6/6']);
    const found = await cache.read([2, 0], [0, 1]);

    const random = createRandom(5);
    const plain = encodeGrid(weights, await pixels.read([2]));
    const augmented = encodeGrid(weights, augment(await pixels.read([0, 1]), options().augmentation, random));
    const expected = tf.concat([plain, tf.slice(augmented, [0, 0, 0], [1, -1, -1])]);
    expect(found.shape).toEqual(expected.shape);
    const [a, b] = await Promise.all([found.data(), expected.data()]);
    let worst = 0;
    for (const [i, value] of a.entries()) {
      const wanted = b[i] ?? NaN;
      worst = Math.max(worst, Math.abs(value - wanted) / Math.max(1e-3, Math.abs(wanted)));
    }
    // A half keeps 11 bits.
    expect(worst).toBeLessThan(2 ** -10);
    expect(toHalf(a[0] ?? NaN)).toBe(toHalf(b[0] ?? NaN));

    await cache.close();
    const silent = await openFeatureCache(pixels, weights, {
      ...options(),
      onEncoded: () => {
        throw new Error('encoded again');
      },
    });
    expect(silent.views).toBe(2);
    await silent.close();
    await pixels.close();
  });

  test('of another encoder, seed or number of views are another file; one that is stopped leaves none', async () => {
    const pixels = await openPixels();
    const weights = toTensors(encoder);
    const names = new Set<string>();
    for (const change of [{}, { encoderHash: 'another' }, { seed: 6 }, { views: 1 }]) {
      const stopped = openFeatureCache(pixels, weights, {
        ...options(),
        ...change,
        onEncoded: () => {
          // The partial file's name begins with the cache's.
          throw new Error('stop');
        },
      });
      await expect(stopped).rejects.toThrow('stop');
      expect(await readdir(options().folder)).toEqual([]);
      const small = { ...pixels, count: 1, read: () => pixels.read([0]) };
      await (await openFeatureCache(small, weights, { ...options(), ...change })).close();
      for (const name of await readdir(options().folder)) {
        names.add(name);
        expect((await stat(join(options().folder, name))).size % (49 * 1280 * 2)).toBe(0);
        await rm(join(options().folder, name));
      }
    }
    expect(names.size).toBe(4);
    await pixels.close();
  });

  test('are found again whatever the order of the weights', () => {
    const turned = new Map([...encoder].reverse());
    expect(hashArrays(turned)).toBe(hashArrays(encoder));
    const other = new Map(encoder);
    other.set('stem_conv/bias', { shape: [32], data: new Float32Array(32) });
    expect(hashArrays(other)).not.toBe(hashArrays(encoder));
  });
});
