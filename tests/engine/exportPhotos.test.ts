import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from './testEngine.ts';

async function twoCaptioned(engine: TestEngine): Promise<readonly number[]> {
  const paths = [await engine.picture('red.png', '#f00'), await engine.picture('blue.jpg', '#00f')];
  const { ids } = await engine.ask['photos:addPaths'](paths);
  await engine.settled();
  await engine.ask['photos:edit'](ids[1] ?? 0, 'my "blue", mine');
  return ids;
}

test('sidecars lie beside their pictures; what is already there with other content is kept', async () => {
  await using engine = await startTestEngine();
  const ids = await twoCaptioned(engine);
  const [red, blue] = ['red.txt', 'blue.txt'].map((name) => join(engine.pictures, name));
  await writeFile(red ?? '', 'notes of my own');
  const first = await engine.ask['photos:export'](ids, 'sidecar', undefined, false);
  expect(first).toEqual({ written: [blue], kept: [red], failures: [] });
  expect(await readFile(red ?? '', 'utf8')).toBe('notes of my own');
  expect(await readFile(blue ?? '', 'utf8')).toBe('my "blue", mine\n');
  const second = await engine.ask['photos:export'](ids, 'sidecar', undefined, true);
  expect(second).toEqual({ written: [red, blue], kept: [], failures: [] });
  expect(await readFile(red ?? '', 'utf8')).toBe('a #f00 picture\n');
  expect((await readdir(engine.pictures)).sort()).toEqual(['blue.jpg', 'blue.txt', 'red.png', 'red.txt']);
});

test('CSV and JSON hold who wrote what, in the order asked for', async () => {
  await using engine = await startTestEngine();
  const ids = (await twoCaptioned(engine)).toReversed();
  const [csv, json] = ['captions.csv', 'captions.json'].map((name) => join(engine.folder, name));
  await engine.ask['photos:export'](ids, 'csv', csv, false);
  const lines = (await readFile(csv ?? '', 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('"my ""blue"", mine",person');
  expect(lines[2]).toContain('a #f00 picture,model,0.6');
  await engine.ask['photos:export'](ids, 'json', json, false);
  const records = JSON.parse(await readFile(json ?? '', 'utf8')) as unknown;
  expect(records).toMatchObject([
    { caption: 'my "blue", mine', author: 'person', alternatives: [{ caption: 'a #00f picture' }, {}, {}] },
    {
      file: join(engine.pictures, 'red.png'),
      caption: 'a #f00 picture',
      author: 'model',
      tags: [{ tag: '#f00' }],
    },
  ]);
});

test('a file with the same content counts as written, one with other content is kept', async () => {
  await using engine = await startTestEngine();
  const ids = await twoCaptioned(engine);
  const path = join(engine.folder, 'captions.json');
  await engine.ask['photos:export'](ids, 'json', path, false);
  expect(await engine.ask['photos:export'](ids, 'json', path, false)).toMatchObject({ written: [path] });
  expect(await engine.ask['photos:export'](ids.slice(1), 'json', path, false)).toMatchObject({
    kept: [path],
  });
});

test('what cannot be exported is told, and the rest goes on', async () => {
  await using engine = await startTestEngine();
  const ids = await twoCaptioned(engine);
  await writeFile(join(engine.pictures, 'broken.png'), 'no picture');
  const more = await engine.ask['photos:addPaths']([
    join(engine.pictures, 'broken.png'),
    await engine.picture('red.jpg', '#f0f'),
  ]);
  const pasted = await engine.ask['photos:addBytes'](
    await readFile(join(engine.pictures, 'red.jpg')),
    'Pasted.png',
  );
  await engine.settled();
  const all = [...ids, ...more.ids, ...pasted.ids];
  const { written, failures } = await engine.ask['photos:export'](all, 'sidecar', undefined, false);
  expect(written).toHaveLength(2);
  expect(failures.map(({ message }) => message)).toEqual([
    'broken.png has no caption yet: wait for it, or write one.',
    `${join(engine.pictures, 'red.jpg')} was left out: its text would go into red.txt, as that of red.png does.`,
    'Pasted.png was pasted and has no folder of its own: export it as CSV or JSON.',
  ]);
  await mkdir(join(engine.folder, 'taken.csv'));
  const refused = await engine.ask['photos:export'](all, 'csv', join(engine.folder, 'taken.csv'), true);
  expect(refused.failures).toMatchObject([{ code: 'file/unwritable' }]);
  await expect(async () => engine.ask['photos:export'](all, 'csv', undefined, true)).rejects.toThrow(
    'Choose a file',
  );
});
