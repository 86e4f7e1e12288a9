import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOpenI } from '../../src/data/openI.ts';
import { needsShared, sharedPath } from '../needs.ts';

const zip = join(import.meta.dirname, '../fixtures/data/pictures.zip');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openI-'));
  await copyFile(zip, join(folder, 'images.zip'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (content: unknown): Promise<void> =>
  writeFile(join(folder, 'reports.json'), typeof content === 'string' ? content : JSON.stringify(content));

const study = {
  uid: '7',
  images: [
    { file: 'stored.webp', view: 'frontal' },
    { file: 'deflated.webp', view: 'lateral' },
  ],
  exam: 'Two views',
  indication: '',
  comparison: 'None.',
  findings: 'A small effusion.',
  impression: '',
  mesh: ['Pleural Effusion/left/small', 'Opacity/lung', 'Opacity/lung/apex'],
  problems: ['Pleural Effusion', 'Opacity', 'Opacity'],
  chexpert: ['Pleural Effusion', 'Lung Opacity'],
  split: 'train',
};
const unlabelled = {
  ...study,
  uid: '8',
  images: [{ file: 'εικόνα.webp', view: 'lateral' }],
  chexpert: undefined,
  split: 'val',
};

test('studies come by split, with their terms once, and pictures are read when asked for', async () => {
  await put({ name: 'Some studies', studies: [study, unlabelled] });
  const { name, splits } = await readOpenI(folder);
  expect(name).toBe('Some studies');
  expect([splits.train.length, splits.val.length, splits.test.length]).toEqual([1, 1, 0]);
  const [first] = splits.train;
  expect(first).toMatchObject({ ...study, problems: ['Pleural Effusion', 'Opacity'] });
  expect(splits.val[0]?.chexpert).toBeUndefined();
  expect(new TextDecoder().decode(await first?.images[0]?.read())).toBe('stored bytes');
});

describe('what is wrong is named', () => {
  const fails = (code: string, message: RegExp): Promise<void> =>
    expect(readOpenI(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });

  test('no reports', () => fails('data/missing', /reports.json cannot be read/));
  test('no JSON', async () => {
    await put('{"studies": [');
    await fails('data/damaged', /reports.json is not valid JSON/);
  });
  test.each([
    [
      'a view that is none',
      { ...study, images: [{ file: 'stored.webp', view: 'oblique' }] },
      'images\\.0\\.view',
    ],
    ['a study without films', { ...study, images: [] }, 'images'],
    ['a report without findings', { ...study, findings: undefined }, 'findings'],
    ['a label that is none', { ...study, chexpert: ['Hernia'] }, 'chexpert\\.0'],
    ['an unknown split', { ...study, split: 'validation' }, 'split'],
  ])('%s', async (_, broken, place) => {
    await put({ name: 'Broken', studies: [broken] });
    await fails('data/damaged', new RegExp(`damaged at studies\\.0\\.${place}`));
  });
  test('a study twice, a film in two studies', async () => {
    await put({ name: 'Twice', studies: [study, { ...unlabelled, uid: study.uid }] });
    await fails('data/damaged', /names the study 7 twice/);
    await put({ name: 'Twice', studies: [study, { ...unlabelled, images: study.images }] });
    await fails('data/damaged', /names stored.webp twice/);
  });
  test('a film that is not there', async () => {
    await put({ name: 'Gone', studies: [{ ...study, images: [{ file: 'gone.webp', view: 'frontal' }] }] });
    await fails('data/missing', /has no gone.webp/);
  });
});

const openI = needsShared('data/iu-xray');
test.skipIf(openI.missing)(openI.named('IU X-Ray has its splits, films and labels'), async () => {
  const { name, splits } = await readOpenI(sharedPath('data/iu-xray'));
  expect(name).toBe('IU X-Ray (OpenI)');
  expect([splits.train.length, splits.val.length, splits.test.length]).toEqual([2826, 300, 500]);
  expect(splits.train.filter((s) => s.findings !== '').length).toBe(2337);
  expect(splits.test.every((s) => s.chexpert !== undefined)).toBe(true);
  const bytes = await splits.test[0]?.images[0]?.read();
  expect(new TextDecoder().decode(bytes?.subarray(8, 12))).toBe('WEBP');
});
