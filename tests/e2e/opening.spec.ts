// Pictures that come from outside the window: the command line, a second start, the clipboard, the dialogs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AddResult } from '../../src/ipc.ts';
import { expect, type RunningApp, test } from './launch.ts';

/** The echo engine tells of added paths with a 'photos:removed' event. */
async function watchPaths(window: RunningApp['window']) {
  await window.evaluate(() => {
    const seen: { paths: unknown[]; added: unknown[] } = { paths: [], added: [] };
    Object.assign(globalThis, { seen });
    ekphrasis.on('photos:removed', (paths) => seen.paths.push(...paths));
    ekphrasis.on('photos:added', (result) => seen.added.push(result));
  });
  return () =>
    window.evaluate(() => (globalThis as unknown as { seen: { paths: string[]; added: AddResult[] } }).seen);
}

test('a second start hands its pictures to the first and ends', async ({ launch, build }) => {
  const first = await launch({ echo: 'node' });
  const seen = await watchPaths(first.window);
  const [program = '', ...args] = await first.electron.evaluate(() => process.argv);
  const kept = args.filter(
    (argument) => argument === '--no-sandbox' || (build === 'development' && !argument.startsWith('-')),
  );
  const second = spawn(program, [...kept, 'a picture.jpg', '/elsewhere/missing.png'], {
    cwd: first.data,
    env: { ...process.env, EKPHRASIS_DATA: first.data },
    stdio: 'ignore',
  });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect
    .poll(async () => (await seen()).paths)
    .toEqual([join(first.data, 'a picture.jpg'), '/elsewhere/missing.png']);
  const { added } = await seen();
  expect(added).toMatchObject([{ ids: [1, 2], failures: [{ code: 'file/missing' }] }]);
});

test('a picture on the clipboard is pasted; an empty clipboard is not', async ({ launch }) => {
  const { window, electron } = await launch({ echo: 'utility' });
  await electron.evaluate(({ clipboard }) => clipboard.clear());
  const paste = () => window.evaluate(() => ekphrasis.request('shell:pastePhoto'));
  expect(await paste()).toEqual({ ok: true, value: undefined });
  await electron.evaluate(({ clipboard, nativeImage }) => {
    const red = nativeImage.createFromBitmap(Buffer.alloc(16 * 16 * 4, 200), { width: 16, height: 16 });
    (clipboard as unknown as { writeImage: (image: unknown) => void }).writeImage(red);
  });
  expect(await paste()).toMatchObject({ ok: true, value: { name: 'Pasted picture.png', isBytes: true } });
});

test('text is copied', async ({ launch }) => {
  const { window, electron } = await launch({ echo: 'utility' });
  expect(await window.evaluate(() => ekphrasis.request('shell:copyText', 'Ένας σκύλος'))).toMatchObject({
    ok: true,
  });
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('Ένας σκύλος');
});

test('the dialog adds what is chosen; an export goes only where the person chose', async ({ launch }) => {
  const { window, electron } = await launch({ echo: 'utility' });
  await electron.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/chosen.jpg'] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: '/chosen.csv' });
  });
  const answers = await window.evaluate(async () => ({
    open: await ekphrasis.request('shell:openPhotos', 'files'),
    before: await ekphrasis.request('photos:export', [1], 'csv', '/chosen.csv', false),
    save: await ekphrasis.request('shell:saveAs', 'csv', 'captions.csv'),
    after: await ekphrasis.request('photos:export', [1], 'csv', '/chosen.csv', false),
  }));
  expect(answers.open).toMatchObject({ ok: true, value: { ids: [1] } });
  expect(answers.before).toMatchObject({
    ok: false,
    error: { code: 'usage', message: expect.stringContaining('not chosen') as unknown },
  });
  expect(answers.save).toEqual({ ok: true, value: '/chosen.csv' });
  // The echo engine knows no export: it was asked.
  expect(answers.after).toMatchObject({ error: { message: 'photos:export is not known.' } });
});
