import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/tensor/safetensors.ts';
import {
  hasCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
  type Checkpoint,
} from '../../src/training/checkpoint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

const name = 'checkpoint.safetensors';
const hashOf = (stages: number): string => `hash of ${stages}`;
const some = (...values: number[]): Float32Array => Float32Array.from(values);

/** In the middle of the second stage. */
const checkpoint: Checkpoint = {
  progress: { configHash: hashOf(2), stage: 1, epoch: 3, steps: 40, bestCider: 0.1 + 0.2, stale: 1 },
  base: new Map([
    ['a', { shape: [2, 1], data: some(Math.PI, -1e-30) }],
    ['b/c', { shape: [1], data: some(7) }],
  ]),
  flat: { value: some(1, 2), m: some(3, 4), v: some(5, 6), average: some(7, 8), best: some(9, 10) },
};

test('a folder without one', async () => {
  expect(await hasCheckpoint(join(folder, 'none'))).toBe(false);
  expect(await loadCheckpoint(join(folder, 'none'), hashOf)).toBeUndefined();
});

test('comes back to the last bit, and is replaced whole', async () => {
  const run = join(folder, 'runs/deep');
  await saveCheckpoint(run, { ...checkpoint, base: new Map() });
  await saveCheckpoint(run, checkpoint);
  expect(await hasCheckpoint(run)).toBe(true);
  expect(await loadCheckpoint(run, hashOf)).toEqual(checkpoint);
  expect(await readdir(run)).toEqual([name]);
});

test('between two stages there are the weights alone, and the next stage may still change', async () => {
  const between: Checkpoint = {
    ...checkpoint,
    progress: { ...checkpoint.progress, configHash: hashOf(1), epoch: 0 },
    flat: undefined,
  };
  await saveCheckpoint(folder, between);
  expect(await loadCheckpoint(folder, (stages) => (stages > 1 ? 'changed' : hashOf(stages)))).toEqual(
    between,
  );
});

test('a run of another config is not gone on with', async () => {
  await saveCheckpoint(folder, checkpoint);
  await expect(loadCheckpoint(folder, (stages) => `other ${stages}`)).rejects.toMatchObject({
    code: 'training/mismatch',
    message: expect.stringMatching(/holds a run of another config\. Start with --fresh/) as string,
  });
});

test('a damaged one is told, with what to do', async () => {
  await saveCheckpoint(folder, checkpoint);
  const bytes = await readFile(join(folder, name));
  const { tensors } = decodeSafetensors(bytes, name);
  const damaged = [
    new Uint8Array(),
    bytes.subarray(0, bytes.length - 1),
    Buffer.from('no tensors at all, but text'),
    encodeSafetensors({ tensors, metadata: {} }, 'F32'),
    encodeSafetensors({ tensors, metadata: { progress: '{' } }, 'F32'),
    encodeSafetensors({ tensors, metadata: { progress: '{"stage":1}' } }, 'F32'),
  ];
  for (const content of damaged) {
    await writeFile(join(folder, name), content);
    await expect(loadCheckpoint(folder, hashOf)).rejects.toMatchObject({
      code: 'model/damaged',
      message: expect.stringMatching(/checkpoint\.safetensors .+ Start with --fresh/) as string,
    });
  }
});
