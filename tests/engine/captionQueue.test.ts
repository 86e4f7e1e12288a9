import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { PhotoSummary, QueueProgress } from '../../src/ipc.ts';
import { claim, enqueue, nextJob } from '../../src/library/jobs.ts';
import { openLibrary } from '../../src/library/openLibrary.ts';
import { addPhoto } from '../../src/library/photos.ts';
import { defaultCaptionOptions } from '../../src/model/caption.ts';
import { createFakeCaptioner } from './fakeCaptioner.ts';
import { startTestEngine, type TestEngine } from './testEngine.ts';

const colours = Array.from({ length: 15 }, (_, i) => `#${(i + 1).toString(16)}00`);

/** Adds so many pictures of different colours; their ids in order. */
async function addMany(engine: TestEngine, count: number): Promise<readonly number[]> {
  const paths: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const name = `${String(i).padStart(2, '0')}.png`;
    paths.push(await engine.picture(name, colours[i % colours.length] ?? '#000'));
  }
  return (await engine.ask['photos:addPaths'](paths)).ids;
}

const isReady = ({ state }: PhotoSummary): boolean => state === 'working';

test('pictures in the background are captioned up to eight at once, while the next are being read', async () => {
  await using engine = await startTestEngine();
  engine.model.hold();
  await addMany(engine, 15);
  await engine.model.called();
  // The first batch is what was ready at once; while the model is busy, eight more are read, and no more.
  const photos = await engine.until((all) => all.filter(isReady).length >= 9);
  expect(photos.filter(isReady).length).toBeLessThanOrEqual(10);
  engine.model.let();
  await engine.settled();
  const sizes = engine.model.batches.map((batch) => batch.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(8);
  expect(sizes.length).toBeLessThan(15);
  expect(engine.model.batches.flat().sort()).toEqual([...colours].sort());
});

test('what the person looks at goes first, one by one', async () => {
  await using engine = await startTestEngine();
  engine.model.hold();
  const ids = await addMany(engine, 15);
  await engine.model.called();
  await engine.until((all) => all.filter(isReady).length >= 9);
  const [last = 0, beforeLast = 0] = ids.toReversed();
  await engine.ask['photos:prioritise']([last, beforeLast]);
  await engine.until(
    (all) =>
      all.filter(({ id, state }) => [last, beforeLast].includes(id) && state === 'working').length === 2,
  );
  engine.model.let();
  await engine.settled();
  expect(engine.model.batches.slice(1, 3).flat().sort()).toEqual(['#e00', '#f00']);
});

test('a cancelled picture is taken out, also while the model works on it; asked again it is captioned', async () => {
  await using engine = await startTestEngine();
  engine.model.hold();
  const ids = await addMany(engine, 3);
  await engine.model.called();
  await engine.ask['queue:cancel'](ids);
  engine.model.let();
  const photos = await engine.settled();
  expect(photos.map(({ state, failure, caption }) => [state, failure?.code, caption])).toEqual(
    ids.map(() => ['failed', 'cancelled', undefined]),
  );
  await engine.ask['photos:recaption'](ids, defaultCaptionOptions);
  expect((await engine.settled()).map(({ state }) => state)).toEqual(ids.map(() => 'captioned'));
});

test('a pause lets pictures be seen, lets the model rest, and outlives a restart', async () => {
  await using engine = await startTestEngine();
  await engine.ask['queue:pause'](true);
  await addMany(engine, 4);
  const photos = await engine.until((all) =>
    all.every(({ hash, state }) => hash !== undefined && state === 'waiting'),
  );
  expect(photos).toHaveLength(4);
  await engine.restart();
  expect(await engine.ask['queue:progress']()).toMatchObject({ waiting: 4, working: 0, paused: true });
  expect(engine.model.batches).toEqual([]);
  await engine.ask['queue:pause'](false);
  expect((await engine.settled()).every(({ state }) => state === 'captioned')).toBe(true);
});

test('progress counts what is done since the queue was last empty', async () => {
  await using engine = await startTestEngine();
  await addMany(engine, 5);
  await engine.settled();
  expect(await engine.ask['queue:progress']()).toEqual({
    waiting: 0,
    working: 0,
    done: 5,
    failed: 0,
    paused: false,
    imagesPerSecond: undefined,
  });
  engine.model.hold();
  const broken = join(engine.pictures, 'broken.png');
  await writeFile(broken, 'no picture');
  await engine.ask['photos:addPaths']([broken, await engine.picture('new.png', '#0ff')]);
  const busy = await new Promise<QueueProgress>((resolve) => {
    void engine.until(() => {
      const latest = engine.events.findLast(({ name }) => name === 'queue:progress');
      const progress = latest?.args[0] as QueueProgress | undefined;
      if (progress?.failed !== 1) return false;
      resolve(progress);
      return true;
    });
  });
  expect(busy.done).toBe(0);
  expect(busy.imagesPerSecond).toBeGreaterThan(0);
  engine.model.let();
  await engine.settled();
  expect(await engine.ask['queue:progress']()).toMatchObject({ done: 1, failed: 1 });
});

test('the same bytes at two paths in one batch are captioned once', async () => {
  await using engine = await startTestEngine();
  await engine.ask['queue:pause'](true);
  const bytes = await greenBytes(engine);
  const paths = ['a.png', 'b.png', 'c.png'].map((name) => join(engine.pictures, name));
  for (const path of paths) await writeFile(path, bytes);
  await engine.ask['photos:addPaths'](paths);
  await engine.ask['queue:pause'](false);
  const photos = await engine.settled();
  expect(photos.map(({ caption }) => caption)).toEqual(paths.map(() => 'a #0f0 picture'));
  expect(engine.model.batches.flat()).toEqual(['#0f0']);
});

/** A picture's bytes, without the picture. */
async function greenBytes(engine: TestEngine): Promise<Buffer> {
  const path = await engine.picture('original.png', '#0f0');
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

test('one picture on which the model fails does not cost the others of its batch their captions', async () => {
  const model = createFakeCaptioner({
    before: (batch) => {
      if (batch.includes('#300')) throw new Error('out of tensors');
    },
  });
  await using engine = await startTestEngine({ model });
  model.hold();
  await addMany(engine, 6);
  await model.called();
  model.let();
  const photos = await engine.settled();
  expect(photos.map(({ state }) => state)).toEqual([
    'captioned',
    'captioned',
    'failed',
    'captioned',
    'captioned',
    'captioned',
  ]);
  expect(photos[2]?.failure).toEqual({
    code: 'bug',
    message: '02.png could not be captioned (out of tensors): choose Redo.',
  });
  expect(engine.logged).toHaveLength(1);
});

test('a model that stops is opened anew; the picture over which it stops twice is given up', async () => {
  let opened = 0;
  const models: string[] = [];
  const openModel = (): Promise<{ captioner: ReturnType<typeof createFakeCaptioner>; backend: string }> => {
    opened += 1;
    const captioner = createFakeCaptioner({
      before: (batch) => {
        models.push(batch.join(' '));
        if (batch.includes('#300')) throw new AppError('engine/stopped', 'The model stopped.');
      },
    });
    return Promise.resolve({ captioner, backend: 'fake' });
  };
  await using engine = await startTestEngine({ openModel });
  await addMany(engine, 6);
  const photos = await engine.settled();
  expect(photos.map(({ state }) => state)).toEqual([
    'captioned',
    'captioned',
    'failed',
    'captioned',
    'captioned',
    'captioned',
  ]);
  expect(photos[2]?.failure).toMatchObject({ code: 'engine/stopped' });
  expect(opened).toBe(3);
  // The second time it was tried with nothing beside it.
  expect(models.filter((batch) => batch.includes('#300')).at(-1)).toBe('#300');
});

test('what an engine that died had taken is tried alone, then the rest', async () => {
  await using engine = await startTestEngine({
    prepare: async (dataFolder) => {
      const { db } = await openLibrary(dataFolder, 0);
      const folder = join(dataFolder, '../pictures');
      for (let i = 0; i < 6; i += 1) {
        const { photo } = addPhoto(db, { path: join(folder, `${i}.png`) }, 0);
        enqueue(db, [photo.id], defaultCaptionOptions);
      }
      for (let i = 0; i < 3; i += 1) {
        const job = nextJob(db, [], 'caption');
        if (job !== undefined) claim(db, job, 'caption', 'an engine that is no more', 0);
      }
      db.close();
      for (let i = 0; i < 6; i += 1) {
        const background = colours[i] ?? '#000';
        await sharp({ create: { width: 9 + i, height: 9, channels: 3, background } }).toFile(
          join(folder, `${i}.png`),
        );
      }
    },
  });
  const photos = await engine.settled();
  expect(photos.map(({ state }) => state)).toEqual(photos.map(() => 'captioned'));
  expect(engine.model.batches.slice(0, 3)).toEqual([['#100'], ['#200'], ['#300']]);
});

test('closing gives back what is in hand', async () => {
  await using engine = await startTestEngine();
  engine.model.hold();
  await addMany(engine, 12);
  await engine.model.called();
  await engine.until((all) => all.filter(isReady).length >= 9);
  engine.model.let();
  await engine.restart();
  const photos = await engine.settled();
  expect(photos.map(({ state }) => state)).toEqual(photos.map(() => 'captioned'));
  // Nothing counted as interrupted: batches went on being batches.
  expect(engine.model.batches.flat()).toHaveLength(12);
});
