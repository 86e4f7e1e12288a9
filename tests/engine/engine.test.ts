import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { defaultCaptionOptions } from '../../src/model/caption.ts';
import { libraryPath } from '../../src/library/openLibrary.ts';
import { createFakeCaptioner } from './fakeCaptioner.ts';
import { startTestEngine } from './testEngine.ts';

const invalid = join(import.meta.dirname, '../fixtures/images/invalid');

describe('adding', () => {
  test('a folder: every picture gets its thumb, then its caption', async () => {
    await using engine = await startTestEngine();
    await engine.picture('red.png', '#f00');
    await mkdir(join(engine.pictures, 'more'));
    await engine.picture('more/blue.jpg', '#00f');
    await writeFile(join(engine.pictures, 'notes.txt'), 'no picture');
    const { ids, known, failures } = await engine.ask['photos:addPaths']([engine.pictures]);
    expect([ids.length, known, failures]).toEqual([2, 0, []]);
    const photos = await engine.settled();
    expect(photos.map(({ name, caption, state, author }) => [name, caption, state, author]).sort()).toEqual([
      ['blue.jpg', 'a #00f picture', 'captioned', 'model'],
      ['red.png', 'a #f00 picture', 'captioned', 'model'],
    ]);
    const thumbs = await readdir(join(engine.dataFolder, 'cache/thumb'));
    expect(thumbs.sort()).toEqual(photos.map(({ hash }) => `${hash ?? ''}.webp`).sort());
    const info = await engine.ask['engine:info']();
    expect(info).toEqual({ model: 'fake@1', backend: 'fake' });
  });

  test('a thumb is there as soon as a summary has its hash, before the caption', async () => {
    await using engine = await startTestEngine();
    engine.model.hold();
    await engine.ask['photos:addPaths']([await engine.picture('wide.jpg', '#0f0', 700)]);
    const [photo] = await engine.until(([first]) => first?.hash !== undefined);
    expect(photo?.caption).toBeUndefined();
    const thumb = await sharp(
      await readFile(join(engine.dataFolder, `cache/thumb/${photo?.hash ?? ''}.webp`)),
    ).metadata();
    expect([thumb.format, thumb.width]).toEqual(['webp', 320]);
  });

  test('what cannot be added is told, and the rest goes on', async () => {
    await using engine = await startTestEngine();
    const good = await engine.picture('good.png', '#f00');
    const empty = join(engine.folder, 'empty');
    await mkdir(empty);
    const result = await engine.ask['photos:addPaths']([join(engine.folder, 'gone.jpg'), empty, good]);
    expect(result.ids).toHaveLength(1);
    expect(result.failures.map(({ code }) => code)).toEqual(['file/missing', 'folder/empty']);
  });

  test('broken files fail with one sentence each; the others are captioned', async () => {
    await using engine = await startTestEngine();
    const broken = (await readdir(invalid, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
      .map((entry) => join(entry.parentPath, entry.name));
    const good = await engine.picture('good.png', '#f00');
    await engine.ask['photos:addPaths']([...broken, good]);
    const photos = await engine.settled();
    expect(photos).toHaveLength(broken.length + 1);
    for (const photo of photos) {
      if (photo.path === good) expect(photo.caption).toBe('a #f00 picture');
      else {
        expect(photo.state, photo.name).toBe('failed');
        expect(photo.failure?.code).toMatch(/^(image|file)\//);
        expect(photo.failure?.message).toContain(photo.name);
      }
    }
    expect(engine.logged).toEqual([]);
    expect(await engine.ask['queue:progress']()).toMatchObject({
      failed: broken.length,
      done: 1,
      waiting: 0,
    });
  });

  test('the same file again is known; a moved one keeps its caption; the same bytes share it', async () => {
    await using engine = await startTestEngine();
    const path = await engine.picture('first.png', '#f00');
    const { ids } = await engine.ask['photos:addPaths']([path]);
    await engine.settled();
    await engine.ask['photos:edit'](ids[0] ?? 0, 'mine');
    expect(await engine.ask['photos:addPaths']([path])).toMatchObject({ ids, known: 1 });
    const moved = join(engine.pictures, 'moved.png');
    await rename(path, moved);
    await copyFile(moved, join(engine.pictures, 'copy.png'));
    await engine.ask['photos:addPaths']([moved, join(engine.pictures, 'copy.png')]);
    const photos = await engine.settled();
    expect(photos.map(({ name, caption, author }) => [name, caption, author])).toEqual([
      ['first.png', 'mine', 'person'],
      ['moved.png', 'mine', 'person'],
      ['copy.png', 'mine', 'person'],
    ]);
    expect(engine.model.batches.flat()).toEqual(['#f00']);
  });

  test('a file with other bytes than before is read again', async () => {
    await using engine = await startTestEngine();
    const path = await engine.picture('photo.png', '#f00');
    await engine.ask['photos:addPaths']([path]);
    await engine.settled();
    await engine.picture('photo.png', '#00f', 20);
    await engine.ask['photos:addPaths']([path]);
    const photos = await engine.settled();
    expect(photos.map(({ caption }) => caption)).toEqual(['a #00f picture']);
  });

  test('a pasted picture is kept in the data folder, once', async () => {
    await using engine = await startTestEngine();
    const bytes = await readFile(await engine.picture('pasted.png', '#0ff'));
    const first = await engine.ask['photos:addBytes'](bytes, 'Pasted picture.png');
    const second = await engine.ask['photos:addBytes'](bytes, 'Pasted picture.png');
    expect([first.ids, second.known]).toEqual([second.ids, 1]);
    const [photo] = await engine.settled();
    expect(photo).toMatchObject({ name: 'Pasted picture.png', caption: 'a #0ff picture' });
    expect(await readdir(join(engine.dataFolder, 'pasted'))).toHaveLength(1);
    expect(await engine.ask['photos:addBytes'](new Uint8Array(), 'Nothing.png')).toMatchObject({
      ids: [],
      failures: [{ code: 'image/empty' }],
    });
  });
});

describe('the detail', () => {
  test('holds alternatives, tags, history and size', async () => {
    await using engine = await startTestEngine();
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    await engine.settled();
    const detail = await engine.ask['photos:detail'](ids[0] ?? 0);
    expect(detail.alternatives).toHaveLength(3);
    expect(detail.alternatives[0]?.words[1]?.attention[24]).toBe(1);
    expect(detail).toMatchObject({
      tags: [{ tag: '#f00', probability: 0.9 }],
      model: 'fake@1',
      width: 17,
      height: 16,
      history: [{ text: 'a #f00 picture', author: 'model' }],
    });
  });

  test('previews are made when they are asked for, at most 2048 pixels long', async () => {
    await using engine = await startTestEngine();
    const path = await engine.picture('wide.jpg', '#00f', 2500);
    const { ids } = await engine.ask['photos:addPaths']([path]);
    await engine.settled();
    const [hash, again] = await Promise.all(
      [1, 2].map(async () => engine.ask['photos:preview'](ids[0] ?? 0)),
    );
    expect(again).toBe(hash);
    const file = join(engine.dataFolder, `cache/preview/${hash ?? ''}.webp`);
    expect((await sharp(await readFile(file)).metadata()).width).toBe(2048);
    await rm(file);
    await engine.picture('wide.jpg', '#0f0');
    await expect(engine.ask['photos:preview'](ids[0] ?? 0)).rejects.toThrow('has changed since it was read');
  });

  test('thumbs that were deleted are made again', async () => {
    await using engine = await startTestEngine();
    await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    await engine.settled();
    await rm(join(engine.dataFolder, 'cache'), { recursive: true });
    await engine.restart();
    const [photo] = await engine.until(([first]) => first?.hash !== undefined);
    expect(await readdir(join(engine.dataFolder, 'cache/thumb'))).toEqual([`${photo?.hash ?? ''}.webp`]);
    expect(engine.model.batches).toHaveLength(1);
  });
});

describe('the person', () => {
  test('an edit made while the model is at work stays; what the model says lies beside it', async () => {
    await using engine = await startTestEngine();
    engine.model.hold();
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    await engine.model.called();
    const edited = await engine.ask['photos:edit'](ids[0] ?? 0, 'my own words');
    expect(edited).toMatchObject({ caption: 'my own words', author: 'person' });
    engine.model.let();
    const [photo] = await engine.settled();
    expect(photo).toMatchObject({ caption: 'my own words', author: 'person', state: 'edited' });
    const { alternatives } = await engine.ask['photos:detail'](ids[0] ?? 0);
    expect(alternatives[0]?.text).toBe('a #f00 picture');
    expect(await engine.ask['photos:revert'](ids[0] ?? 0)).toMatchObject({ caption: 'a #f00 picture' });
  });

  test('asking the model again leaves the edit, and brings new alternatives', async () => {
    await using engine = await startTestEngine();
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    await engine.settled();
    await engine.ask['photos:edit'](ids[0] ?? 0, 'mine');
    await engine.ask['photos:recaption'](ids, { beam: 5, nBest: 5 });
    const [photo] = await engine.settled();
    expect(photo?.caption).toBe('mine');
    expect((await engine.ask['photos:detail'](ids[0] ?? 0)).alternatives).toHaveLength(5);
    await engine.ask['photos:recaption'](ids, defaultCaptionOptions);
    await engine.settled();
    expect(engine.model.batches).toHaveLength(2);
  });

  test('may write before a picture was read, and about one that cannot be shown', async () => {
    await using engine = await startTestEngine();
    await engine.ask['queue:pause'](true);
    const damaged = join(engine.pictures, 'damaged.jpg');
    await writeFile(damaged, 'not a picture');
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00'), damaged]);
    for (const id of ids) await engine.ask['photos:edit'](id, 'early');
    await engine.ask['queue:pause'](false);
    const photos = await engine.settled();
    expect(photos.map(({ caption }) => caption)).toEqual(['early', 'early']);
  });

  test('edits and undo outlive a restart', async () => {
    await using engine = await startTestEngine();
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    await engine.settled();
    await engine.ask['photos:edit'](ids[0] ?? 0, 'mine');
    await engine.restart();
    expect((await engine.photos())[0]?.caption).toBe('mine');
    expect(await engine.ask['photos:undo']()).toMatchObject({
      change: { kind: 'edit', name: 'red.png', count: 1 },
      canRedo: true,
    });
    expect((await engine.photos())[0]?.caption).toBe('a #f00 picture');
  });

  test('removing tells the window, and undo brings back what was waiting', async () => {
    await using engine = await startTestEngine();
    await engine.ask['queue:pause'](true);
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    await engine.ask['photos:remove'](ids);
    expect(engine.events).toContainEqual({ name: 'photos:removed', args: [ids] });
    await engine.ask['queue:pause'](false);
    expect(await engine.photos()).toEqual([]);
    await engine.ask['photos:undo']();
    const [photo] = await engine.settled();
    expect(photo?.caption).toBe('a #f00 picture');
    expect(await engine.ask['photos:remove']([])).toMatchObject({ change: undefined, canUndo: false });
  });

  test('settings are kept', async () => {
    await using engine = await startTestEngine();
    const settings = { ...(await engine.ask['settings:get']()), theme: 'dark' as const };
    await engine.ask['settings:set'](settings);
    await engine.restart();
    expect(await engine.ask['settings:get']()).toEqual(settings);
  });
});

describe('the model', () => {
  test('that will not open is told; pictures are shown and wait; asking again opens it', async () => {
    const model = createFakeCaptioner();
    let isThere = false;
    await using engine = await startTestEngine({
      model,
      openModel: () =>
        isThere
          ? Promise.resolve({ captioner: model, backend: 'fake' })
          : Promise.reject(new AppError('model/missing', 'There is no model.')),
    });
    const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
    const [photo] = await engine.until(([first]) => first?.hash !== undefined && first.state === 'waiting');
    expect(photo?.caption).toBeUndefined();
    expect(engine.events).toContainEqual({
      name: 'engine:state',
      args: [{ kind: 'failed', error: { code: 'model/missing', message: 'There is no model.' } }],
    });
    await expect(engine.ask['engine:info']()).rejects.toThrow('There is no model.');
    isThere = true;
    await engine.ask['photos:recaption'](ids, defaultCaptionOptions);
    expect((await engine.settled())[0]?.caption).toBe('a #f00 picture');
  });

  test('is let go when the engine is closed', async () => {
    const model = createFakeCaptioner();
    {
      await using engine = await startTestEngine({ model });
      await engine.ask['engine:info']();
    }
    expect(model.disposed).toBe(true);
  });
});

test('a damaged library: the backup is restored and the person told', async () => {
  await using engine = await startTestEngine();
  const { ids } = await engine.ask['photos:addPaths']([await engine.picture('red.png', '#f00')]);
  await engine.settled();
  await engine.ask['photos:edit'](ids[0] ?? 0, 'mine');
  // A start makes a backup.
  await engine.restart();
  expect(await engine.ask['engine:notices']()).toEqual([]);
  engine.events.length = 0;
  await engine.breakAndRestart(() => writeFile(libraryPath(engine.dataFolder), 'broken'));
  expect((await engine.photos())[0]?.caption).toBe('mine');
  expect(await engine.ask['engine:notices']()).toMatchObject([{ code: 'library/damaged' }]);
  expect(engine.events).toContainEqual({ name: 'engine:notice', args: await engine.ask['engine:notices']() });
});

test('changes are told together, not one by one', async () => {
  await using engine = await startTestEngine();
  for (let i = 0; i < 12; i += 1) await engine.picture(`${i}.png`, '#f00');
  await engine.ask['photos:addPaths']([engine.pictures]);
  await engine.settled();
  const changes = engine.events.filter(({ name }) => name === 'photos:changed');
  expect(changes.length).toBeLessThan(36);
});
