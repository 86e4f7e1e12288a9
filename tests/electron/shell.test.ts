// The shell's small parts: zoom, what it remembers, paths, the command line, the clipboard, privacy's list.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseUriList, readClipboard } from '../../electron/clipboardPictures.ts';
import { pathsOnCommandLine } from '../../electron/commandLine.ts';
import { openLog } from '../../electron/log.ts';
import { appPaths, dataPaths } from '../../electron/paths.ts';
import { isAllowedUrl } from '../../electron/privacy.ts';
import { initialState, placeWindow, readShellState, writeShellState } from '../../electron/shellState.ts';
import { nextZoom } from '../../electron/zoom.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ekphrasis-shell-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('nextZoom', () => {
  it('climbs to 400 % and down to 50 %', () => {
    const climb = (factor: number, direction: 'in' | 'out'): number[] => {
      const next = nextZoom(factor, direction);
      return next === factor ? [factor] : [factor, ...climb(next, direction)];
    };
    expect(climb(1, 'in').at(-1)).toBe(4);
    expect(climb(4, 'out').at(-1)).toBe(0.5);
    expect(climb(1, 'in').slice(0, 4)).toEqual([1, 1.1, 1.25, 1.5]);
  });

  it('takes the next step from between two, and is not held up by rounding', () => {
    expect(nextZoom(1.2, 'in')).toBe(1.25);
    expect(nextZoom(1.0999999, 'in')).toBe(1.25);
    expect(nextZoom(1.1000001, 'out')).toBe(1);
  });
});

describe('shell state', () => {
  it('comes back as it was written, and leaves no partial file', () => {
    const path = join(folder, 'deeper', 'window.json');
    const state = {
      bounds: { x: 10, y: 20, width: 800, height: 600 },
      maximized: true,
      theme: 'dark' as const,
      language: 'el' as const,
    };
    writeShellState(path, state);
    expect(readShellState(path)).toEqual(state);
    expect(readdirSync(join(folder, 'deeper'))).toEqual(['window.json']);
  });

  it.each(['', '{', '[]', '{"theme":"pink"}', '{"bounds":{"x":"a"}}'])('starts afresh from %j', (text) => {
    const path = join(folder, 'window.json');
    writeFileSync(path, text);
    expect(readShellState(path)).toEqual(initialState);
  });

  it('opens the window where it stood, but never out of reach', () => {
    const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
    const bounds = { x: 100, y: 50, width: 900, height: 700 };
    expect(placeWindow(undefined, screens)).toEqual({ width: 1280, height: 800 });
    expect(placeWindow(bounds, screens)).toEqual(bounds);
    expect(placeWindow({ ...bounds, x: 2500 }, screens)).toEqual({ width: 900, height: 700 });
    expect(placeWindow({ ...bounds, y: -500 }, screens)).toEqual({ width: 900, height: 700 });
    expect(placeWindow({ ...bounds, width: 10, height: 10 }, screens)).toMatchObject({
      width: 480,
      height: 400,
    });
  });
});

describe('paths', () => {
  it('reads the engine and the model outside the archive', () => {
    const root = join('/opt', 'Ekphrasis', 'resources', 'app.asar');
    const paths = appPaths(root, {});
    expect(paths.ui).toBe(join(root, 'dist', 'renderer'));
    expect(paths.engine).toBe(join(`${root}.unpacked`, 'dist', 'engine', 'serve.mjs'));
    expect(paths.model).toBe(join(`${root}.unpacked`, 'models', 'photo-captioner'));
    expect(appPaths('/src/ekphrasis', {}).engine).toBe(join('/src/ekphrasis', 'dist', 'engine', 'serve.mjs'));
  });

  it('keeps the library apart from the profile', () => {
    expect(dataPaths('/home/a/.config/ekphrasis', {})).toEqual({
      data: join('/home/a/.config/ekphrasis', 'library'),
      shell: '/home/a/.config/ekphrasis',
    });
    expect(dataPaths('/x', { EKPHRASIS_DATA: '/d' })).toEqual({ data: '/d', shell: join('/d', 'shell') });
  });
});

describe('pathsOnCommandLine', () => {
  it('takes paths and leaves switches and the app itself', () => {
    const cwd = resolve('/home/a');
    expect(pathsOnCommandLine(['ekphrasis', '--no-sandbox', 'a b.jpg', '/c'], cwd, true)).toEqual([
      resolve(cwd, 'a b.jpg'),
      resolve('/c'),
    ]);
    expect(pathsOnCommandLine(['electron', '--inspect=0', '.', 'a.jpg'], cwd, false)).toEqual([
      resolve(cwd, 'a.jpg'),
    ]);
    expect(pathsOnCommandLine(['electron', '.'], cwd, false)).toEqual([]);
  });
});

describe('readClipboard', () => {
  const old = (uriList: string, png: Uint8Array) => ({
    read: () => uriList,
    readImage: () => ({ isEmpty: () => png.length === 0, toPNG: () => png }),
  });
  const png = new Uint8Array([137, 80]);
  const current = (contents: Record<string, Blob>) => {
    const item = { types: Object.keys(contents), getType: (type: string) => Promise.resolve(contents[type]) };
    return { read: () => Promise.resolve([item]) } as unknown as Parameters<typeof readClipboard>[0];
  };

  it('prefers files, then a picture, then nothing', async () => {
    expect(await readClipboard(old('file:///a%20b.jpg', png))).toEqual({
      kind: 'files',
      paths: ['/a b.jpg'],
    });
    expect(await readClipboard(old('', png))).toEqual({ kind: 'picture', png });
    expect(await readClipboard(old('', new Uint8Array()))).toEqual({ kind: 'nothing' });
  });

  it('does so through the clipboard of the current Electron too', async () => {
    const files = new Blob(['# copied\r\nfile:///a.jpg\r\nfile:///b.jpg']);
    const image = new Blob([png]);
    expect(await readClipboard(current({ 'text/uri-list': files, 'image/png': image }))).toEqual({
      kind: 'files',
      paths: ['/a.jpg', '/b.jpg'],
    });
    expect(await readClipboard(current({ 'image/png': image }))).toEqual({ kind: 'picture', png });
    expect(await readClipboard(current({ 'text/plain': files }))).toEqual({ kind: 'nothing' });
  });

  it('skips what is no file of this computer', () => {
    expect(parseUriList('# x\nhttps://example.org/a.jpg\nfile://elsewhere/a.jpg\nfile:///%2f\n')).toEqual([]);
  });
});

describe('isAllowedUrl', () => {
  it.each(['app://ui/', 'data:text/plain,x', 'blob:app://ui/1'])('allows %s', (url) => {
    expect(isAllowedUrl(url, false)).toBe(true);
  });
  it.each([
    'http://localhost',
    'https://example.org',
    'ws://x',
    'wss://x',
    'ftp://x',
    'file:///etc/passwd',
    'chrome://gpu',
    'x',
  ])('stops %s, also while developing', (url) => {
    expect(isAllowedUrl(url, false)).toBe(false);
    expect(isAllowedUrl(url, true)).toBe(false);
  });
  it('lets developer tools load while developing', () => {
    expect(isAllowedUrl('devtools://devtools/x.js', true)).toBe(true);
    expect(isAllowedUrl('devtools://devtools/x.js', false)).toBe(false);
  });
});

describe('openLog', () => {
  it('puts a large file aside', () => {
    const path = join(folder, 'a.log');
    writeFileSync(path, 'x'.repeat(1_000_001));
    openLog(path)('a line');
    expect(readdirSync(folder).toSorted()).toEqual(['a.log', 'a.log.old']);
  });
});
