import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readModelFolder, writeModelFolder, type ModelFolderContent } from '../../src/engine/modelFolder.ts';
import { openCaptioner } from '../../src/engine/openCaptioner.ts';
import { decodeHalf, encodeHalf } from '../../src/tensor/halfFloat.ts';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from '../../src/tensor/safetensors.ts';
import { randomModel } from '../model/randomModel.ts';

const content = randomModel();
let base: string;
let folder: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'model-'));
  await writeModelFolder(join(base, 'written', 'deep'), content);
});
beforeEach(async () => {
  folder = join(base, 'used');
  await cp(join(base, 'written', 'deep'), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => rm(base, { recursive: true }));

const inFolder = (name: string): string => join(folder, name);

/** Rewrites a JSON file of the folder. */
async function edit(name: string, change: (json: Record<string, unknown>) => void): Promise<void> {
  const json = JSON.parse(await readFile(inFolder(name), 'utf8')) as Record<string, unknown>;
  change(json);
  await writeFile(inFolder(name), JSON.stringify(json));
}

/** Rewrites the weights. */
async function editWeights(change: (tensors: Map<string, NamedArray>) => void): Promise<void> {
  const file = decodeSafetensors(await readFile(inFolder('model.safetensors')), 'x');
  const tensors = new Map(file.tensors);
  change(tensors);
  await writeFile(
    inFolder('model.safetensors'),
    encodeSafetensors({ tensors, metadata: file.metadata }, 'F16'),
  );
}

test('what is written is read back, weights as halves', async () => {
  const back = await readModelFolder(folder);
  expect(back.model).toMatch(/^tiny@[0-9a-f]{8}$/);
  expect(back.config).toEqual(content.config);
  expect(back.vocabulary).toEqual(content.vocabulary);
  expect(back.counts).toEqual(content.counts);
  expect(back.tags).toEqual(content.tags);
  const name = 'words/lstm/wordKernel';
  const { shape, data } = content.arrays.get(name) as NamedArray;
  expect(back.arrays.get(name)).toEqual({ shape, data: decodeHalf(encodeHalf(data)) });
  expect([...back.arrays.keys()].sort()).toEqual([...content.arrays.keys()].sort());
  expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors', 'vocabulary.json']);
});

test('the name changes with any of the files, and with nothing else', async () => {
  const { model } = await readModelFolder(folder);
  await writeFile(inFolder('README.md'), 'A card.');
  await writeModelFolder(folder, content);
  expect((await readModelFolder(folder)).model).toBe(model);
  await edit('config.json', (config) => (config['maxWords'] = 7));
  expect((await readModelFolder(folder)).model).not.toBe(model);
  expect(await readdir(folder)).toContain('README.md');
});

describe('what is wrong is named', () => {
  const fails = (code: string, message: RegExp): Promise<void> =>
    expect(readModelFolder(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });

  test('no folder', async () => {
    await expect(readModelFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'model/missing' });
    await expect(openCaptioner(join(folder, 'none'), 'cpu')).rejects.toMatchObject({ code: 'model/missing' });
  });
  test.each(['config.json', 'model.safetensors', 'vocabulary.json'])('no %s', async (name) => {
    await rm(inFolder(name));
    await fails('model/missing', new RegExp(`${name} is missing`));
  });
  test.each(['config.json', 'model.safetensors', 'vocabulary.json'])('an empty %s', async (name) => {
    await writeFile(inFolder(name), '');
    await fails('model/damaged', new RegExp(name));
  });
  test('a folder where a file should be', async () => {
    await rm(inFolder('config.json'));
    await mkdir(inFolder('config.json'));
    await fails('model/damaged', /config.json cannot be read/);
  });
  test('no JSON', async () => {
    await writeFile(inFolder('config.json'), '{');
    await fails('model/damaged', /config.json is not valid JSON/);
  });
  test('bytes that are no text', async () => {
    await writeFile(inFolder('vocabulary.json'), Uint8Array.of(0xff, 0xfe));
    await fails('model/damaged', /vocabulary.json is not valid JSON/);
  });
  test('a wrong value in the config', async () => {
    await edit('config.json', (config) => (config['hiddenSize'] = 'large'));
    await fails('model/damaged', /config.json .*hiddenSize/);
  });
  test.each([1, 3])('a config of another version: %d', async (version) => {
    await edit('config.json', (config) => (config['formatVersion'] = version));
    await fails('model/damaged', /formatVersion/);
  });
  test('a config of another kind', async () => {
    await edit('config.json', (config) => (config['format'] = 'ekphrasis/training'));
    await fails('model/damaged', /config.json .*format/);
  });
  test('no search, or too many', async () => {
    for (const guidance of [[], Array(9).fill(0)]) {
      await edit('config.json', (config) => (config['decoding'] = { lengthPower: 1, guidance }));
      await fails('model/damaged', /config.json .*guidance/);
    }
  });
  test('weights cut off', async () => {
    const bytes = await readFile(inFolder('model.safetensors'));
    await writeFile(inFolder('model.safetensors'), bytes.subarray(0, bytes.length - 10));
    await fails('model/damaged', /model.safetensors is damaged: .* is cut off/);
  });
  test('missing tensors', async () => {
    await editWeights((tensors) => {
      for (const name of [...tensors.keys()]) if (name.startsWith('words/')) tensors.delete(name);
    });
    await fails('model/mismatch', /lacks words\/embedding, .* and 6 more/);
  });
  test('a tensor too many', async () => {
    await editWeights((tensors) => tensors.set('more/kernel', { shape: [1], data: Float32Array.of(1) }));
    await fails('model/mismatch', /has more\/kernel, which no part uses/);
  });
  test('a wrong shape', async () => {
    await editWeights((tensors) =>
      tensors.set('attention/b_fc', { shape: [2, 4], data: new Float32Array(8) }),
    );
    await fails('model/mismatch', /attention\/b_fc has shape \[2, 4\], expected \[8\]/);
  });
  test('sizes of another model', async () => {
    await edit('config.json', (config) => (config['attentionSize'] = 7));
    await fails('model/mismatch', /attention\/W_v has shape \[8, 6\], expected \[8, 7\] by config.json/);
  });
  test.each([NaN, Infinity])('a weight that is %d', async (value) => {
    await editWeights((tensors) => tensors.get('tags/embedding')?.data.set([value], 3));
    await fails('model/damaged', /tags\/embedding holds a value that is no number/);
  });
  test('a word too few', async () => {
    await edit('vocabulary.json', (lists) => (lists['words'] as string[]).pop());
    await fails('model/mismatch', /11 words in vocabulary.json, expected 12/);
  });
  test('a count too few', async () => {
    await edit('vocabulary.json', (lists) => (lists['counts'] as number[]).pop());
    await fails('model/mismatch', /11 counts/);
  });
  test('a tag too many', async () => {
    await edit('vocabulary.json', (lists) => (lists['tags'] as string[]).push('sky'));
    await fails('model/mismatch', /5 tags in vocabulary.json, expected 4/);
  });
  test('a word twice', async () => {
    await edit('vocabulary.json', (lists) => ((lists['words'] as string[])[5] = 'a'));
    await fails('model/damaged', /vocabulary.json is damaged: .* stands twice/);
  });
  test('words of another model', async () => {
    await edit('vocabulary.json', (lists) => (lists['words'] as string[]).splice(4, 2, 'dog', 'a'));
    await fails('model/mismatch', /other words or tags than model.safetensors was trained with/);
  });
  test('a confidence weight too few', async () => {
    await edit('config.json', (config) => ((config['confidence'] as { weights: number[] }).weights = []));
    await fails('model/mismatch', /0 confidence weights, expected 1/);
  });
  test('a ranking weight too few', async () => {
    await edit('config.json', (config) => (config['ranking'] as { weights: number[] }).weights.pop());
    await fails('model/mismatch', /1 ranking weights, expected 2/);
  });
  test.each(['ranking', 'confidence'])('a feature of the %s that nobody computes', async (judgement) => {
    await edit('config.json', (config) => {
      (config[judgement] as { features: string[] }).features[0] = 'colour';
    });
    await fails('model/mismatch', /config.json (ranks|is sure) by colour, which this version does not know/);
  });
  test('a joint space of another size', async () => {
    await edit('config.json', (config) => (config['jointSize'] = 6));
    await fails('model/mismatch', /joint\/\S+ has shape \[\d+, 4\], expected \[\d+, 6\] by config.json/);
  });
});

describe('what does not fit is not written', () => {
  const broken = (name: string, array: NamedArray | undefined): ModelFolderContent => {
    const arrays = new Map(content.arrays);
    if (array) arrays.set(name, array);
    else arrays.delete(name);
    return { ...content, arrays };
  };
  test.each([
    ['a missing tensor', broken('tags/output/bias', undefined), /lacks tags\/output\/bias/],
    [
      'a number too large',
      broken('attention/b_fc', { shape: [8], data: new Float32Array(8).fill(7e4) }),
      /too large/,
    ],
    ['no number', broken('attention/b_fc', { shape: [8], data: new Float32Array(8).fill(NaN) }), /no number/],
  ])('%s', async (_, wrong, message) => {
    const { model } = await readModelFolder(folder);
    await expect(writeModelFolder(folder, wrong)).rejects.toThrow(message);
    expect((await readModelFolder(folder)).model).toBe(model);
  });
});

test('a folder opens as a captioner that answers', async () => {
  const captioner = await openCaptioner(folder, 'wasm');
  expect(captioner.model).toMatch(/^tiny@/);
  const side = captioner.inputSize;
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 7919) % 256);
  const { results } = await captioner.caption([{ width: side, height: side, data }], { beam: 2, nBest: 2 });
  expect(results[0]?.captions).toHaveLength(2);
  captioner.dispose();
});
