import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeModelFolder } from '../../src/engine/modelFolder.ts';
import { writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { randomModel } from '../model/randomModel.ts';
import { randomReporter } from '../model/randomReporter.ts';
import { startEngineChild, type EngineChild } from './engineChild.ts';

const fake = join(import.meta.dirname, 'serveFake.ts');
const real = join(import.meta.dirname, '../../src/engine/serve.ts');
let folder: string;
let engine: EngineChild | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
});
afterEach(async () => {
  await engine?.kill();
  engine = undefined;
  await rm(folder, { recursive: true });
});

test('the whole engine, with a real model on its thread', async () => {
  await writeModelFolder(join(folder, 'model'), randomModel());
  const picture = join(folder, 'red.png');
  await sharp({ create: { width: 300, height: 200, channels: 3, background: '#f00' } }).toFile(picture);
  const folders = {
    data: join(folder, 'data'),
    model: join(folder, 'model'),
    reporter: join(folder, 'reporter'),
  };
  await writeReporterFolder(folders.reporter, randomReporter());
  engine = await startEngineChild(
    real,
    Object.entries(folders).flatMap(([name, path]) => [`--${name}`, path]),
  );
  await engine.ask('photos:addPaths', [picture]);
  const info = await engine.ask('engine:info');
  expect(info).toMatchObject({
    backend: 'wasm',
    model: expect.stringMatching(/^tiny@[0-9a-f]{8}$/) as string,
  });
  const [photo] = await engine.until(([first]) => first?.state === 'captioned');
  const detail = await engine.ask('photos:detail', photo?.id ?? 0);
  expect(detail).toMatchObject({ width: 300, height: 200, model: info.model });
  expect(detail.alternatives[0]?.words[0]?.attention).toHaveLength(49);
  expect(await engine.shutdown()).toBe(0);
});

test('folders may come from the environment; a missing model is told, and the rest works', async () => {
  engine = await startEngineChild(real, [], {
    EKPHRASIS_DATA: join(folder, 'data'),
    EKPHRASIS_MODELS: join(folder, 'nowhere'),
    EKPHRASIS_REPORTER: join(folder, 'nowhere'),
  });
  await expect(engine.ask('engine:info')).rejects.toMatchObject({ code: 'model/missing' });
  expect(await engine.ask('photos:list')).toEqual([]);
  expect(await engine.shutdown()).toBe(0);
});

test('bad requests are answered with failures, nonsense is ignored, and the engine goes on', async () => {
  engine = await startEngineChild(fake, [join(folder, 'data')]);
  for (const nonsense of [7, 'shutdown', [], { kind: 'request' }, { kind: 'other' }]) engine.send(nonsense);
  const requests = [
    { name: 'photos:everything', args: [] },
    { name: 'shell:copyText', args: ['x'] },
    { name: 'constructor', args: [] },
    { name: 'photos:edit', args: [1] },
    { name: 'photos:edit', args: [1.5, 'text'] },
    { name: 'photos:recaption', args: [[1], { beam: 2, nBest: 3 }] },
    { name: 'photos:addPaths', args: [['a\0b']] },
    { name: 'photos:detail', args: [12] },
  ];
  for (const [i, request] of requests.entries()) {
    engine.send({ kind: 'request', id: 1000 + i, ...request });
    const answer = await engine.answerTo(1000 + i);
    expect(answer, request.name).toMatchObject({ ok: false, error: { code: 'usage' } });
  }
  expect(await engine.ask('photos:list')).toEqual([]);
  expect(engine.said()).toContain('none of the contract');
});

test('a library that cannot be opened is told to everybody who asks', async () => {
  await writeFile(join(folder, 'data'), 'a file where the folder should be');
  engine = await startEngineChild(fake, [join(folder, 'data')]);
  await expect(engine.ask('photos:list')).rejects.toMatchObject({ code: 'file/unwritable' });
  expect(engine.messages).toContainEqual({
    kind: 'event',
    name: 'engine:state',
    args: [{ kind: 'failed', error: expect.objectContaining({ code: 'file/unwritable' }) as unknown }],
  });
  expect(await engine.shutdown()).toBe(0);
});

test('it ends by itself when main is gone', async () => {
  engine = await startEngineChild(fake, [join(folder, 'data')]);
  const { process: child } = engine;
  const exit = new Promise((resolve) => child.on('exit', resolve));
  child.disconnect();
  expect(await exit).toBe(0);
});

test('started by hand it says what to do instead', async () => {
  const run = promisify(execFile)(process.execPath, [
    real,
    ...['data', 'model', 'reporter'].flatMap((name) => [`--${name}`, folder]),
  ]);
  await expect(run).rejects.toMatchObject({
    stderr: expect.stringContaining('started by the app') as string,
  });
});
