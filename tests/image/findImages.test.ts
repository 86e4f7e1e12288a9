// Files and folders become a list: natural order, each picture once, loops ended, failures in their place.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findImages } from '../../src/image/findImages.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'find-')));
});
afterEach(() => rmSync(root, { recursive: true }));

function make(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), 'x');
  }
}

/** Pictures as paths below the root, failures as codes. */
async function find(paths: readonly string[], recursive = false): Promise<string[]> {
  const found = await findImages(
    paths.map((path) => join(root, path)),
    { recursive },
  );
  return found.map((item) => (item.kind === 'file' ? relative(root, item.path) : `! ${item.error.code}`));
}

test('a folder gives its pictures in natural order, without hidden files and other files', async () => {
  make('p/img10.jpg', 'p/img2.JPG', 'p/img1.webp', 'p/.hidden.jpg', 'p/notes.txt', 'p/b.heic', 'p/sub/c.png');
  expect(await find(['p'])).toEqual(['p/b.heic', 'p/img1.webp', 'p/img2.JPG', 'p/img10.jpg']);
  expect(await find(['p'], true)).toEqual([
    'p/b.heic',
    'p/img1.webp',
    'p/img2.JPG',
    'p/img10.jpg',
    'p/sub/c.png',
  ]);
});

test('a folder gives its DICOM files, named so, by nothing or by a number', async () => {
  make('p/notes', 'p/film.dcm', 'p/old.DICOM', 'p/1.2.840.9');
  const dicom = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(20)]);
  for (const name of ['p/IM000001', 'p/1.2.840.10', 'p/report.txt']) writeFileSync(join(root, name), dicom);
  expect(await find(['p'])).toEqual(['p/1.2.840.10', 'p/film.dcm', 'p/IM000001', 'p/old.DICOM']);
});

test('files named outright are taken whatever their name, in the order given', async () => {
  make('z', 'a.txt', '.hidden.jpg');
  expect(await find(['z', 'a.txt', '.hidden.jpg'])).toEqual(['z', 'a.txt', '.hidden.jpg']);
});

test('the same file is listed once, whatever the way to it', async () => {
  make('p/a.jpg', 'p/b.jpg');
  symlinkSync(join(root, 'p/a.jpg'), join(root, 'p/link.jpg'));
  symlinkSync(join(root, 'p'), join(root, 'q'));
  expect(await find(['p/b.jpg', 'p/../p/b.jpg', 'p', 'q', 'q/a.jpg'])).toEqual(['p/b.jpg', 'p/a.jpg']);
});

test('a loop of symbolic links ends, and a broken link is passed over', async () => {
  make('p/sub/a.jpg');
  symlinkSync(join(root, 'p'), join(root, 'p/sub/up'));
  symlinkSync(join(root, 'p/sub'), join(root, 'p/again'));
  symlinkSync(join(root, 'gone.jpg'), join(root, 'p/broken.jpg'));
  expect(await find(['p'], true)).toEqual(['p/again/a.jpg']);
  symlinkSync('self.jpg', join(root, 'self.jpg'));
  expect(await find(['self.jpg'])).toEqual(['! file/unreadable']);
});

test('what leads to no picture fails in its place and the others go on', async () => {
  make('p/a.jpg', 'empty/notes.txt', 'deep/sub/b.jpg');
  mkdirSync(join(root, 'bare'));
  expect(await find(['gone.jpg', 'p', 'bare', 'empty', 'deep'])).toEqual([
    '! file/missing',
    'p/a.jpg',
    '! folder/empty',
    '! folder/empty',
    '! folder/empty',
  ]);
  expect(await find(['bare', 'deep'], true)).toEqual(['! folder/empty', 'deep/sub/b.jpg']);
});

test('a folder whose pictures are already listed is not called empty', async () => {
  make('p/sub/a.jpg');
  expect(await find(['p/sub', 'p', 'p'], true)).toEqual(['p/sub/a.jpg']);
});

test('names with spaces, quotes, newlines and emoji', async () => {
  make('p/a b.jpg', "p/it's.jpg", 'p/line\nbreak.jpg', 'p/🐈.jpg', 'p/Ω.jpg');
  expect((await find(['p'])).sort()).toEqual(
    ['p/a b.jpg', "p/it's.jpg", 'p/line\nbreak.jpg', 'p/🐈.jpg', 'p/Ω.jpg'].sort(),
  );
});

test('cancelling ends the search', async () => {
  make('p/a.jpg');
  const search = findImages([join(root, 'p')], { recursive: true, signal: AbortSignal.abort() });
  await expect(search).rejects.toMatchObject({ code: 'cancelled' });
});
