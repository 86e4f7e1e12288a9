import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLayersModel } from '../../src/tensor/layersModel.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
});
afterEach(() => rm(folder, { recursive: true }));

const manifest = (...weights: readonly object[]): string =>
  JSON.stringify({ weightsManifest: [{ paths: ['one.bin', 'two.bin'], weights }] });

test('reads floats and dequantises bytes across shards', async () => {
  await writeFile(
    join(folder, 'model.json'),
    manifest(
      { name: 'plain', shape: [2], dtype: 'float32' },
      { name: 'small', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
    ),
  );
  const floats = new Uint8Array(Float32Array.of(1.5, -2).buffer);
  await writeFile(join(folder, 'one.bin'), floats.subarray(0, 5));
  await writeFile(join(folder, 'two.bin'), Uint8Array.of(...floats.subarray(5), 0, 2, 255));
  const weights = await readLayersModel(folder);
  expect(weights.get('plain')).toEqual({ shape: [2], data: Float32Array.of(1.5, -2) });
  expect(weights.get('small')).toEqual({ shape: [3], data: Float32Array.of(-1, 0, 126.5) });
});

test('says what is missing or damaged', async () => {
  await expect(readLayersModel(folder)).rejects.toMatchObject({ code: 'data/missing' });
  await writeFile(join(folder, 'model.json'), 'not json');
  await expect(readLayersModel(folder)).rejects.toMatchObject({ code: 'data/damaged' });
  await writeFile(join(folder, 'model.json'), '{"weightsManifest": 3}');
  await expect(readLayersModel(folder)).rejects.toMatchObject({ code: 'data/damaged' });
  await writeFile(join(folder, 'model.json'), manifest({ name: 'w', shape: [9], dtype: 'float32' }));
  await expect(readLayersModel(folder)).rejects.toMatchObject({ code: 'data/missing' });
  await writeFile(join(folder, 'one.bin'), new Uint8Array(8));
  await writeFile(join(folder, 'two.bin'), new Uint8Array(8));
  await expect(readLayersModel(folder)).rejects.toMatchObject({ code: 'data/damaged' });
});
