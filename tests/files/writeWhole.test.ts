// A file is written whole or not at all, and nobody's file is lost.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '../../src/files/writeWhole.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writes text and bytes, and leaves nothing else behind', async () => {
  await writeWhole(join(folder, 'a.txt'), 'γάτα\n', { overwrite: false });
  await writeWhole(join(folder, 'b.bin'), new Uint8Array([1, 2, 3]), { overwrite: true });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('γάτα\n');
  expect([...readFileSync(join(folder, 'b.bin'))]).toEqual([1, 2, 3]);
  expect(readdirSync(folder)).toEqual(['a.txt', 'b.bin']);
});

test('overwrites only when asked to', async () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'mine');
  await expect(writeWhole(path, 'other', { overwrite: false })).rejects.toMatchObject({
    code: 'file/exists',
  });
  expect(readFileSync(path, 'utf8')).toBe('mine');
  await writeWhole(path, 'other', { overwrite: true });
  expect(readFileSync(path, 'utf8')).toBe('other');
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('of many that write at once without overwriting, one wins', async () => {
  const path = join(folder, 'a.txt');
  const writes = Array.from({ length: 20 }, (_, i) => writeWhole(path, `writer ${i}`, { overwrite: false }));
  const results = await Promise.allSettled(writes);
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(readFileSync(path, 'utf8')).toBe(`writer ${winner}`);
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('long names and names in any script', async () => {
  const name = `${'ψ'.repeat(120)}.txt`;
  await writeWhole(join(folder, name), 'x', { overwrite: false });
  expect(readdirSync(folder)).toEqual([name]);
});

test('what prevents it is said in a sentence', async () => {
  const missing = join(folder, 'no', 'a.txt');
  await expect(writeWhole(missing, 'x', { overwrite: false })).rejects.toMatchObject({
    code: 'file/unwritable',
    message: `${missing} cannot be written: its folder does not exist, so create it first.`,
  });
  mkdirSync(join(folder, 'taken'));
  await expect(writeWhole(join(folder, 'taken'), 'x', { overwrite: true })).rejects.toMatchObject({
    code: 'file/unwritable',
  });
  expect(readdirSync(folder)).toEqual(['taken']);
});

// Not even root may write there.
test.runIf(process.platform === 'linux')('a folder that may not be written', async () => {
  await expect(writeWhole('/sys/kernel/a.txt', 'x', { overwrite: false })).rejects.toMatchObject({
    code: 'file/unwritable',
  });
});
