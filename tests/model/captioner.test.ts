import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelFolderContent } from '../../src/engine/modelFolder.ts';
import { createCaptioner, type Captioner, type EncoderInput } from '../../src/model/captioner.ts';
import { createRandom } from '../../src/random.ts';
import { hasNative, startBackend } from '../../src/tensor/backend.ts';
import { toTensors } from '../../src/tensor/weights.ts';
import { expectNoLeak } from './noLeak.ts';
import { randomModel } from './randomModel.ts';

const side = 224;

/** A picture of random blocks, each as many pixels wide as given. */
function picture(seed: number, block = 16): EncoderInput {
  const random = createRandom(seed);
  const cells = side / block;
  const colours = Array.from({ length: cells * cells * 3 }, () => Math.floor(random.next() * 256));
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const cell = Math.floor(y / block) * cells + Math.floor(x / block);
      for (let c = 0; c < 3; c++) data[(y * side + x) * 3 + c] = colours[cell * 3 + c] ?? 0;
    }
  }
  return { width: side, height: side, data };
}

const open = ({ arrays, ...parts }: ModelFolderContent, nowMs = (): number => 0): Promise<Captioner> =>
  createCaptioner({ ...parts, model: 'tiny@00000000', weights: toTensors(arrays) }, nowMs);

const options = { beam: 3, nBest: 3 };

describe('a captioner', () => {
  let captioner: Captioner;
  beforeAll(async () => {
    await startBackend('wasm');
    captioner = await open(randomModel());
  });
  afterAll(() => {
    captioner.dispose();
  });

  test('says sentences, best first, with where it looked and how sure it is', async () => {
    const { results } = await captioner.caption([picture(1)], options);
    const [result] = results;
    expect(result?.model).toBe('tiny@00000000');
    expect(result?.captions.length).toBeGreaterThan(0);
    for (const { text, words } of result?.captions ?? []) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      for (const { attention, probability } of words) {
        expect(attention).toHaveLength(49);
        expect(attention.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }
    const shares = (result?.captions ?? []).map((caption) => caption.probability);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(result?.tags.map((tag) => tag.tag).toSorted()).toEqual(['ball', 'dog', 'grass', 'man']);
    expect(result?.hedged).toBe((result?.probability ?? 0) < 0.4);
  });

  test('gives no more captions than asked for, whose shares sum to 1 again', async () => {
    const { results } = await captioner.caption([picture(1)], { beam: 3, nBest: 1 });
    expect(results[0]?.captions).toHaveLength(1);
    expect(results[0]?.captions[0]?.probability).toBe(1);
  });

  test('says first what its ranking puts first, with shares as sharp as told', async () => {
    const saying = async (weights: readonly number[], sharpness: number) => {
      const model = randomModel();
      const ranking = { features: ['length'], weights: [...weights], sharpness };
      const other = await open({ ...model, config: { ...model.config, ranking } });
      const { results } = await other.caption([picture(1)], { beam: 3, nBest: 10 });
      other.dispose();
      return results[0]?.captions ?? [];
    };
    const lengthsOf = (captions: Awaited<ReturnType<typeof saying>>): number[] =>
      captions.map(({ words }) => words.length);
    const [long, short] = [await saying([1], 2), await saying([-1], 2)];
    expect(new Set(lengthsOf(long)).size).toBeGreaterThan(1);
    expect(lengthsOf(long)).toEqual(lengthsOf(long).toSorted((a, b) => b - a));
    expect(lengthsOf(short)).toEqual(lengthsOf(short).toSorted((a, b) => a - b));
    expect(long.map(({ text }) => text).toSorted()).toEqual(short.map(({ text }) => text).toSorted());
    const odds = (captions: typeof long): number =>
      Math.log((captions[0]?.probability ?? NaN) / (captions.at(-1)?.probability ?? NaN));
    const [most = NaN, least = NaN] = [lengthsOf(long)[0], lengthsOf(long).at(-1)];
    expect(odds(long)).toBeCloseTo(2 * (most - least), 6);
    expect(odds(await saying([1], 0.25))).toBeCloseTo(0.25 * (most - least), 6);
  });

  test('pictures in a batch get what they get alone, in their order', async () => {
    const pictures = [picture(1), picture(2, 56), picture(3, 112)];
    const { results } = await captioner.caption(pictures, options);
    expect(results).toHaveLength(3);
    for (const [i, one] of pictures.entries()) {
      const alone = (await captioner.caption([one], options)).results[0];
      const together = results[i];
      expect(together?.captions.map((caption) => caption.text)).toEqual(
        alone?.captions.map((caption) => caption.text),
      );
      expect(together?.probability).toBeCloseTo(alone?.probability ?? NaN, 4);
      for (const [k, tag] of (together?.tags ?? []).entries()) {
        expect(tag.tag).toBe(alone?.tags[k]?.tag);
        expect(tag.probability).toBeCloseTo(alone?.tags[k]?.probability ?? NaN, 4);
      }
    }
  });

  test('a picture of a wrong size is a bug that is named', async () => {
    const small = { width: 2, height: 2, data: new Uint8Array(12) };
    await expect(captioner.caption([small], options)).rejects.toThrow(/12 bytes, expected 150528/);
  });

  test('says how long each stage took', async () => {
    let ms = 0;
    const timed = await open(randomModel(), () => (ms += 10));
    expect((await timed.caption([picture(1)], options)).ms).toEqual({ encode: 10, tags: 10, words: 10 });
    timed.dispose();
  });
});

test('leaves no tensor behind over 200 captions', async () => {
  await startBackend(hasNative() ? 'native' : 'wasm');
  const captioner = await open(randomModel());
  const batch = Array.from({ length: 8 }, (_, i) => picture(i));
  await captioner.caption(batch, options);
  await expectNoLeak(async () => {
    for (let i = 0; i < 25; i++) await captioner.caption(batch, options);
  });
  captioner.dispose();
}, 120_000);

test('disposing frees every weight', async () => {
  await startBackend('wasm');
  await expectNoLeak(async () => {
    (await open(randomModel())).dispose();
  });
});

test('the same seed says the same, bit for bit, on cpu', async () => {
  await startBackend('cpu');
  const results = [];
  for (const captioner of [await open(randomModel(5)), await open(randomModel(5))]) {
    results.push((await captioner.caption([picture(4)], options)).results);
    captioner.dispose();
  }
  expect(results[0]).toEqual(results[1]);
  tf.disposeVariables();
});
