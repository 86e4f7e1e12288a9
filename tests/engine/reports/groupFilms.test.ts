import { expect, test } from 'vitest';
import { groupFilms, type FoundFilm } from '../../../src/engine/reports/groupFilms.ts';

const film = (path: string, part: Partial<FoundFilm> = {}): FoundFilm => ({
  hash: path,
  path,
  inFolder: false,
  studyUid: undefined,
  ...part,
});
const groups = (films: readonly FoundFilm[]): readonly string[] =>
  groupFilms(films).map(({ name, films: own }) => `${name}: ${own.map(({ path }) => path).join(' ')}`);

test('one or two files are a study; more without headers are one each', () => {
  expect(groups([film('/a/x.png')])).toEqual(['x.png: /a/x.png']);
  expect(groups([film('/a/x.png'), film('/b/y.png')])).toEqual(['x.png: /a/x.png /b/y.png']);
  expect(groups(['/1', '/2', '/3'].map((path) => film(path)))).toEqual(['1: /1', '2: /2', '3: /3']);
});

test('each folder with a few films is a study by its name; a heap of them is one each', () => {
  const inside = (path: string): FoundFilm => film(path, { inFolder: true });
  expect(groups([inside('/s/a/1'), inside('/s/b/1'), inside('/s/a/2')])).toEqual([
    'a: /s/a/1 /s/a/2',
    'b: /s/b/1',
  ]);
  expect(groups([1, 2, 3, 4, 5].map((n) => inside(`/heap/${n}`)))).toHaveLength(5);
});

test('headers say what belongs together, and never that two patients do', () => {
  expect(
    groups([film('/1', { studyUid: 'A' }), film('/2', { studyUid: 'B' }), film('/3', { studyUid: 'A' })]),
  ).toEqual(['1: /1 /3', '2: /2']);
});

test('a film that is there twice counts once', () => {
  expect(groups([film('/1', { hash: 'h' }), film('/2', { hash: 'h' })])).toEqual(['1: /1']);
});
