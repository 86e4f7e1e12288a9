import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findStudies } from '../../src/cli/studyPaths.ts';

const picture = join(import.meta.dirname, '../fixtures/images/golden/coffee.jpg');
const { signal } = new AbortController();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studies-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  copyFileSync(picture, file);
  return file;
}

test('films given by name are one study, named by the first', async () => {
  const films = [put('front.jpg'), put('side.jpg')];
  expect(await findStudies(films, signal)).toEqual([{ uid: 'front.jpg', films }]);
});

test('each folder is a study of the pictures in it, named as it is', async () => {
  const [b10, b2] = [put('b', '10.jpg'), put('b', '2.jpg')];
  put('b', 'deeper', '3.jpg');
  const a = put('a', '1.jpg');
  mkdirSync(join(folder, 'empty'));
  const paths = ['b', 'empty', 'a'].map((name) => `${join(folder, name)}/`);
  expect(await findStudies(paths, signal)).toEqual([
    { uid: 'b', films: [b2, b10] },
    { uid: 'empty', films: [] },
    { uid: 'a', films: [a] },
  ]);
});

test('films by name come before folders', async () => {
  const [one, other] = [put('one', '1.jpg'), put('other.jpg')];
  expect(await findStudies([join(folder, 'one'), other], signal)).toEqual([
    { uid: 'other.jpg', films: [other] },
    { uid: 'one', films: [one] },
  ]);
});

test('what is not there is told by its own study beside folders, and else as a film', async () => {
  const film = put('a', '1.jpg');
  const gone = join(folder, 'gone');
  expect(await findStudies([gone, join(folder, 'a')], signal)).toEqual([
    { uid: 'gone', films: [gone] },
    { uid: 'a', films: [film] },
  ]);
  expect(await findStudies([film, gone], signal)).toEqual([{ uid: '1.jpg', films: [film, gone] }]);
});

test('more than four films by name are a mistake that says what to do', async () => {
  const films = ['1', '2', '3', '4', '5'].map((name) => put(`${name}.jpg`));
  expect(await findStudies(films.slice(1), signal)).toHaveLength(1);
  await expect(findStudies(films, signal)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/5 films are too many for one study.*folder/) as string,
  });
});
