// The licences that go with the package.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagesOf, thirdPartyText } from '../../build/thirdParty.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ekphrasis-licences-'));
  const write = (name: string, manifest: object, licence?: string): void => {
    const at = join(folder, 'node_modules', name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    if (licence !== undefined) writeFileSync(join(at, 'LICENSE.md'), licence);
  };
  write('a', { license: 'MIT' }, 'Permission is granted.');
  write('b', { license: 'ISC' });
  write('c', {});
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('packagesOf', () => {
  it('names each package once, wherever its files are', () => {
    expect(
      packagesOf([
        'src/a.ts',
        'node_modules/b/x/y.js',
        '/abs/node_modules/@s/c/i.js?v=1',
        'C:\\p\\node_modules\\b\\z.js',
        'node_modules/b/node_modules/d/i.js',
      ]),
    ).toEqual(['node_modules/@s/c', 'node_modules/b', 'node_modules/b/node_modules/d']);
  });
});

describe('thirdPartyText', () => {
  it('gives name, version, licence and its text', () => {
    const text = thirdPartyText(folder, ['node_modules/a', 'node_modules/b']);
    expect(text).toContain('a 1.0.0 (MIT)\n\nPermission is granted.\n');
    expect(text).toContain('b 1.0.0 (ISC)\n');
  });

  it('refuses a package without any licence', () => {
    expect(() => thirdPartyText(folder, ['node_modules/c'])).toThrow('c 1.0.0 names no licence');
  });
});
