// What is stale, what is shipped, and which Electron is found.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineEnvironment, findElectron } from '../../build/electronBinary.ts';
import { installedModules } from '../../build/installedModules.ts';
import { isStale } from '../../build/targets.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ekphrasis-build-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string, atSeconds = 1000): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), atSeconds, atSeconds);
}
const setTime = (path: string, atSeconds: number): void =>
  utimesSync(join(folder, path), atSeconds, atSeconds);

describe('isStale', () => {
  const target = {
    name: 'x',
    sources: ['src', 'missing'],
    result: 'dist/x.js',
    build: () => Promise.resolve([]),
  };

  it('builds what was never built, what has changed, and what lost a file', () => {
    write('src/deep/a.ts', '', 100);
    setTime('src/deep', 100);
    setTime('src', 100);
    expect(isStale(folder, target)).toBe(true);
    write('dist/x.js', '', 200);
    expect(isStale(folder, target)).toBe(false);
    setTime('src/deep/a.ts', 300);
    expect(isStale(folder, target)).toBe(true);
    setTime('src/deep/a.ts', 100);
    setTime('src/deep', 300);
    expect(isStale(folder, target)).toBe(true);
  });
});

describe('installedModules', () => {
  it('follows what is installed, nested or not, round in circles or not', () => {
    write(
      'node_modules/a/package.json',
      '{"dependencies":{"b":"1"},"optionalDependencies":{"elsewhere":"1"}}',
    );
    write('node_modules/b/package.json', '{"dependencies":{"@s/c":"1","a":"1"}}');
    write('node_modules/b/node_modules/@s/c/package.json', '{}');
    write('node_modules/@s/c/package.json', '{}');
    write('node_modules/other/package.json', '{}');
    expect(installedModules(folder, ['a'])).toEqual([
      'node_modules/a',
      'node_modules/b',
      'node_modules/b/node_modules/@s/c',
    ]);
  });
});

describe('findElectron', () => {
  it.skipIf(process.platform !== 'linux')('finds an unpacked one [skipped: needs Linux]', () => {
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined();
    write('electron', '');
    write('version', 'v22.3.25\n');
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
      folder,
      program: join(folder, 'electron'),
      version: '22.3.25',
    });
  });

  it('gives an old Electron a Node for the engine', () => {
    const electron = (version: string) => ({ folder, program: 'electron', version });
    expect(engineEnvironment(electron('22.3.25'), {})).toEqual({ EKPHRASIS_ENGINE_NODE: process.execPath });
    expect(engineEnvironment(electron('22.3.25'), { EKPHRASIS_ENGINE_NODE: '/node' })).toEqual({});
    expect(engineEnvironment(electron('45.4.1'), {})).toEqual({});
  });
});
