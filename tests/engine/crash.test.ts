import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PhotoSummary } from '../../src/ipc.ts';
import { startEngineChild, type EngineChild } from './engineChild.ts';

const program = join(import.meta.dirname, 'serveFake.ts');
let folder: string;
let engine: EngineChild | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'));
  await mkdir(join(folder, 'pictures'));
});
afterEach(async () => {
  await engine?.kill();
  engine = undefined;
  await rm(folder, { recursive: true });
});

const start = async (env: Readonly<Record<string, string>> = {}): Promise<EngineChild> =>
  (engine = await startEngineChild(program, [join(folder, 'data')], env));

async function pictures(count: number, colour: (i: number) => string): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await sharp({ create: { width: 10 + i, height: 10, channels: 3, background: colour(i) } }).toFile(
      join(folder, 'pictures', `${String(i).padStart(2, '0')}.png`),
    );
  }
}

const isBusy = ({ state }: PhotoSummary): boolean => state === 'waiting' || state === 'working';
const count = (photos: readonly PhotoSummary[], state: PhotoSummary['state']): number =>
  photos.filter((photo) => photo.state === state).length;

test('killed in the middle of 50 jobs: no edit is lost and every job is finished', async () => {
  await pictures(50, () => '#0f0');
  const first = await start({ EKPHRASIS_TEST_MODEL_MS: '40' });
  const { ids } = await first.ask('photos:addPaths', [join(folder, 'pictures')]);
  expect(ids).toHaveLength(50);
  const edited = ids.filter((_, i) => i % 7 === 0);
  const halfway = first.until((photos) => count(photos, 'captioned') + count(photos, 'edited') >= 12);
  for (const id of edited) await first.ask('photos:edit', id, `edit of ${id}`);
  const before = await halfway;
  await first.kill();
  expect(before.some(isBusy)).toBe(true);

  const second = await start();
  const after = await second.until((photos) => !photos.some(isBusy));
  expect(after).toHaveLength(50);
  expect([count(after, 'edited'), count(after, 'captioned')]).toEqual([edited.length, 50 - edited.length]);
  for (const { id, caption } of after) {
    expect(caption).toBe(edited.includes(id) ? `edit of ${id}` : 'a #0f0 picture');
  }
  const undone = await second.ask('photos:undo');
  expect(undone.ids).toEqual(expect.arrayContaining([edited.at(-1)]));
  expect(await second.shutdown()).toBe(0);
});

test('killed in the middle of typing: what was saved is there, and the spell is still one step', async () => {
  await pictures(1, () => '#0f0');
  const first = await start();
  const { ids } = await first.ask('photos:addPaths', [join(folder, 'pictures')]);
  const id = ids[0] ?? 0;
  await first.until((photos) => !photos.some(isBusy));
  await first.ask('photos:edit', id, 'my gre');
  await first.ask('photos:edit', id, 'my green', true);
  await first.kill();

  const second = await start();
  expect((await second.ask('photos:detail', id)).photo.caption).toBe('my green');
  await second.ask('photos:edit', id, 'my green field', true);
  const { history } = await second.ask('photos:detail', id);
  expect(history.map(({ text }) => text)).toEqual(['my green field', 'a #0f0 picture']);
  expect(await second.ask('photos:undo')).toMatchObject({ canUndo: false, canRedo: true });
  expect((await second.ask('photos:detail', id)).photo.caption).toBe('a #0f0 picture');
  expect(await second.shutdown()).toBe(0);
});

test('two engines at one library share the work', async () => {
  await pictures(30, (i) => `#${(i % 15).toString(16)}0f`);
  const [first, second] = [await start(), await start()];
  try {
    await first.ask('queue:pause', true);
    await first.ask('photos:addPaths', [join(folder, 'pictures')]);
    await Promise.all([first.ask('queue:pause', false), second.ask('queue:pause', false)]);
    const done = (photos: readonly PhotoSummary[]): boolean => !photos.some(isBusy);
    const photos = await Promise.race([first.until(done), second.until(done)]);
    expect([photos.length, count(photos, 'captioned')]).toEqual([30, 30]);
    expect([await first.shutdown(), await second.shutdown()]).toEqual([0, 0]);
  } finally {
    await first.kill();
  }
});

test('a picture that kills the engine is given up after two engines; all others are captioned', async () => {
  await pictures(12, (i) => (i === 5 ? '#f00' : '#0f0'));
  const env = { EKPHRASIS_TEST_CRASH_ON: '#f00', EKPHRASIS_TEST_MODEL_MS: '20' };
  const first = await start(env);
  await first.ask('photos:addPaths', [join(folder, 'pictures')]);
  await expect(first.until((photos) => !photos.some(isBusy))).rejects.toThrow('The engine has ended');
  const second = await start(env);
  await expect(second.until((photos) => !photos.some(isBusy))).rejects.toThrow('The engine has ended');
  const third = await start(env);
  const photos = await third.until((all) => !all.some(isBusy));
  expect(photos.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual(['05.png']);
  expect(photos[5]?.failure?.message).toContain('choose Redo to try it once more');
  expect(count(photos, 'captioned')).toBe(11);
  expect(await third.shutdown()).toBe(0);
});
