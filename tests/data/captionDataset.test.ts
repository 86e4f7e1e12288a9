import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaptionDataset, type CaptionDataset } from '../../src/data/captionDataset.ts';
import { needsShared, sharedPath } from '../needs.ts';

const zip = join(import.meta.dirname, '../fixtures/data/pictures.zip');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

/** Files of each split, with their captions. */
const contents = ({
  splits,
}: CaptionDataset): Record<string, readonly (readonly [string, readonly string[]])[]> =>
  Object.fromEntries(
    Object.entries(splits).map(([name, images]) => [name, images.map((i) => [i.file, i.captions] as const)]),
  );

const text = async (read: (() => Promise<Uint8Array>) | undefined): Promise<string> =>
  new TextDecoder().decode(await read?.());

const flickr = {
  name: 'Some photos',
  images: [
    { file: 'stored.webp', split: 'train', captions: ['One.', 'Two.'], nativeSize: [3, 4] },
    { file: 'deflated.webp', split: 'val', captions: ['Three.'] },
    { file: 'εικόνα.webp', split: 'test', captions: ['Four.'] },
    { file: 'nowhere.webp', split: 'none', captions: ['Five.'] },
  ],
};

describe('Flickr', () => {
  test('splits and bytes come out of the zip, stored and deflated', async () => {
    await put('captions.json', flickr);
    await copyFile(zip, join(folder, 'images.zip'));
    const dataset = await openCaptionDataset(folder);
    expect(dataset.name).toBe('Some photos');
    expect(contents(dataset)).toEqual({
      train: [['stored.webp', ['One.', 'Two.']]],
      val: [['deflated.webp', ['Three.']]],
      test: [['εικόνα.webp', ['Four.']]],
    });
    expect(await text(dataset.splits.train[0]?.read)).toBe('stored bytes');
    expect(await text(dataset.splits.val[0]?.read)).toBe('deflated '.repeat(40));
    expect(await text(dataset.splits.test[0]?.read)).toBe('unicode');
  });

  test('a plain folder of pictures does as well', async () => {
    await put('captions.json', { images: [{ file: 'a.webp', split: 'test', captions: ['A.'] }] });
    await mkdir(join(folder, 'images'));
    await put('images/a.webp', 'plain');
    const dataset = await openCaptionDataset(folder);
    expect(dataset.name).toBe(folder);
    expect(await text(dataset.splits.test[0]?.read)).toBe('plain');
    await rm(join(folder, 'images/a.webp'));
    await expect(dataset.splits.test[0]?.read()).rejects.toMatchObject({ code: 'data/missing' });
  });
});

describe('COCO', () => {
  test("COCO's own file: everything is test, photos without captions are left out", async () => {
    await mkdir(join(folder, 'annotations'));
    await put('annotations/captions_val2017.json', {
      images: [
        { id: 7, file_name: 'stored.webp' },
        { id: 8, file_name: 'deflated.webp' },
        { id: 9, file_name: 'without.webp' },
      ],
      annotations: [
        { image_id: 8, id: 1, caption: 'Eight.' },
        { image_id: 7, id: 2, caption: 'Seven.' },
        { image_id: 8, id: 3, caption: 'Again.' },
      ],
    });
    await copyFile(zip, join(folder, 'images.zip'));
    expect(contents(await openCaptionDataset(folder))).toEqual({
      train: [],
      val: [],
      test: [
        ['stored.webp', ['Seven.']],
        ['deflated.webp', ['Eight.', 'Again.']],
      ],
    });
  });

  test('captions in the images', async () => {
    await put('annotations.json', { name: 'Short', images: [{ file: 'stored.webp', captions: ['S.'] }] });
    await copyFile(zip, join(folder, 'images.zip'));
    const dataset = await openCaptionDataset(folder);
    expect(dataset.name).toBe('Short');
    expect(contents(dataset).test).toEqual([['stored.webp', ['S.']]]);
  });

  test('a caption of no image is damage', async () => {
    await put('captions.json', { images: [], annotations: [{ image_id: 1, caption: 'Lost.' }] });
    await expect(openCaptionDataset(folder)).rejects.toMatchObject({
      code: 'data/damaged',
      message: expect.stringMatching(/COCO captions.*annotations\.0.*no image 1/) as unknown,
    });
  });
});

test('Karpathy: restval is trained on, raw text before tokens, folders as in filepath', async () => {
  await put('dataset_coco.json', {
    dataset: 'coco',
    images: [
      {
        filename: 'inside.webp',
        filepath: 'train2014',
        split: 'restval',
        sentences: [{ raw: 'Raw.', tokens: ['raw'] }],
      },
      {
        filename: 'stored.webp',
        filepath: 'elsewhere',
        split: 'train',
        sentences: [{ tokens: ['two', 'words'] }],
      },
      { filename: 'deflated.webp', split: 'test', sentences: [{ raw: 'Deflated.' }] },
    ],
  });
  await copyFile(zip, join(folder, 'images.zip'));
  const dataset = await openCaptionDataset(folder);
  expect(contents(dataset)).toEqual({
    train: [
      ['inside.webp', ['Raw.']],
      ['stored.webp', ['two words']],
    ],
    val: [],
    test: [['deflated.webp', ['Deflated.']]],
  });
  expect(await text(dataset.splits.train[0]?.read)).toBe('inside');
});

describe('what is wrong is named', () => {
  const fails = (code: string, message: RegExp): Promise<void> =>
    expect(openCaptionDataset(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });

  test('no such folder', async () => {
    await expect(openCaptionDataset(join(folder, 'none'))).rejects.toMatchObject({ code: 'data/missing' });
  });
  test('no caption file', () => fails('data/missing', /no caption file/));
  test('several caption files', async () => {
    await put('captions_train.json', flickr);
    await put('captions_val.json', flickr);
    await fails('data/damaged', /several caption files/);
  });
  test('no JSON', async () => {
    await put('captions.json', '{"images": [');
    await fails('data/damaged', /captions.json is not valid JSON/);
  });
  test('an unknown form', async () => {
    await put('captions.json', { photos: [] });
    await fails('data/damaged', /no known form/);
  });
  test('a wrong value', async () => {
    const [first] = flickr.images;
    await put('captions.json', { images: [first, { ...first, file: 'b.webp', split: 'validation' }] });
    await fails('data/damaged', /Flickr.*images\.1\.split/);
  });
  test('a photo without captions', async () => {
    await put('captions.json', { images: [{ file: 'a.webp', split: 'train', captions: [] }] });
    await fails('data/damaged', /images\.0\.captions/);
  });
  test('a photo twice', async () => {
    const [first] = flickr.images;
    await put('captions.json', { images: [first, first] });
    await copyFile(zip, join(folder, 'images.zip'));
    await fails('data/damaged', /names stored.webp twice/);
  });
  test('a picture that is not there, also one that a path would leave the folder for', async () => {
    for (const file of ['gone.webp', '../secret.webp']) {
      await put('captions.json', { images: [{ file, split: 'train', captions: ['Gone.'] }] });
      await fails('data/missing', new RegExp(`no ${file}`));
    }
  });
  test('a zip that is none', async () => {
    await put('captions.json', flickr);
    await put('images.zip', 'this is no zip file at all');
    await fails('data/damaged', /images.zip cannot be read as a zip file/);
  });
  test('a picture damaged inside the zip', async () => {
    await put('captions.json', flickr);
    const bytes = await readFile(zip);
    bytes[bytes.indexOf('stored bytes')] = 0x53;
    await writeFile(join(folder, 'images.zip'), bytes);
    const { splits } = await openCaptionDataset(folder);
    await expect(splits.train[0]?.read()).rejects.toMatchObject({
      code: 'data/damaged',
      message: expect.stringMatching(/stored.webp in .*images.zip is damaged/) as unknown,
    });
  });
});

const photos = needsShared('data/flickr8k');
test.skipIf(photos.missing)(photos.named('Flickr8k has its splits, five captions each'), async () => {
  const { name, splits } = await openCaptionDataset(sharedPath('data/flickr8k'));
  expect(name).toBe('Flickr8k');
  expect([splits.train.length, splits.val.length, splits.test.length]).toEqual([6000, 1000, 700]);
  expect(
    Object.values(splits)
      .flat()
      .every((image) => image.captions.length === 5),
  ).toBe(true);
  const bytes = await splits.test[0]?.read();
  expect(new TextDecoder().decode(bytes?.subarray(8, 12))).toBe('WEBP');
});

const coco = needsShared('data/coco-val');
test.skipIf(coco.missing)(coco.named('the COCO photos are all for testing'), async () => {
  const { splits } = await openCaptionDataset(sharedPath('data/coco-val'));
  expect([splits.train.length, splits.val.length, splits.test.length]).toEqual([0, 0, 183]);
});
