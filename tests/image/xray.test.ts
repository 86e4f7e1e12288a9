// Radiographs from any file: every grey level of plain pictures and of DICOM alike.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../../src/image/decode.ts';
import { displayGrey } from '../../src/image/displayGrey.ts';
import { readXray, readXrayIdentity, squashXray } from '../../src/image/xray.ts';
import { failureOf, madeImage, ramp } from './dicom/made.ts';

const folder = mkdtempSync(join(tmpdir(), 'xray-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [width, height] = [40, 30];
const deep = Uint16Array.from({ length: width * height }, (_, i) => (i * 7919) % 4096);
const flat = Uint8Array.from(deep, (value) => value >> 4);
const grey16 = (): Sharp => sharp(deep, { raw: { width, height, channels: 1 } }).toColourspace('grey16');
const grey8 = (): Sharp => sharp(flat, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
const rgb8 = (): Sharp => sharp(flat, { raw: { width, height, channels: 1 } }).toColourspace('srgb');

const bytesOf = async (picture: Sharp) => ({ bytes: await picture.toBuffer(), name: 'film' });

describe('a plain picture', () => {
  test.each<[string, () => Sharp]>([
    ['PNG', () => grey16().png()],
    ['TIFF', () => grey16().tiff({ compression: 'lzw' })],
    ['colours of 16 bits', () => grey16().toColourspace('rgb16').png()],
  ])('of 16 bits keeps every level: %s', async (_name, picture) => {
    const { image, header } = await readXray(await bytesOf(picture()));
    expect(header).toBeUndefined();
    expect(image).toMatchObject({ width, height, bitsStored: 16, inverted: false, views: [] });
    expect(image.values).toEqual(deep);
    // Twelve bits in sixteen are shown from the darkest to the brightest.
    const shown = displayGrey(image).data;
    expect([Math.min(...shown), Math.max(...shown)]).toEqual([0, 255]);
  });

  test.each<[string, () => Sharp]>([
    ['PNG', () => grey8().png()],
    ['TIFF', () => grey8().tiff({ compression: 'lzw' })],
    ['lossless WebP', () => rgb8().webp({ lossless: true })],
    ['colours that are all grey', () => rgb8().png()],
  ])('of 8 bits is shown as it is: %s', async (_name, picture) => {
    const { image } = await readXray(await bytesOf(picture()));
    expect(image.bitsStored).toBe(8);
    expect(displayGrey(image).data).toEqual(flat);
  });

  test('of 8 bits is shown as it is: JPEG', async () => {
    const film = await bytesOf(grey8().jpeg());
    const { image } = await readXray(film);
    const decoded = await sharp(film.bytes).toColourspace('b-w').raw().toBuffer();
    expect(displayGrey(image).data).toEqual(new Uint8Array(decoded));
  });

  test('is turned upright', async () => {
    const turned = await rgb8().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { image } = await readXray({ bytes: turned, name: 'film' });
    expect([image.width, image.height]).toEqual([height, width]);
  });

  test('is nobody, as far as can be told', async () => {
    expect(await readXrayIdentity(await bytesOf(grey8().png()))).toBeUndefined();
  });

  test('too large for a radiograph is refused', async () => {
    const vast = sharp({ create: { width: 7000, height: 6000, channels: 3, background: '#000' } }).png();
    const error = await failureOf(readXray(await bytesOf(vast)));
    expect(error.code).toBe('image/too-large');
    expect(error.message).toContain('7000 x 6000');
  });
});

describe('a DICOM file', () => {
  const file = madeImage(ramp(0, 16), {
    '00100010 PN': 'Doe^Jane',
    '00185101 CS': 'LL',
    '00281050 DS': '2000',
    '00281051 DS': '1000',
  });
  const path = join(folder, 'without-extension');
  writeFileSync(path, file);

  test('comes with its header, from a path or from memory', async () => {
    const xray = await readXray({ path });
    expect(xray.header).toMatchObject({ view: 'lateral', modality: 'DX' });
    expect(xray.image.values).toEqual(ramp(0, 16));
    expect(await readXray({ bytes: file, name: 'dropped' })).toEqual(xray);
    expect(await readXrayIdentity({ path })).toMatchObject({ patientName: 'Doe^Jane' });
  });

  test('is squashed for a model as a thumbnail shows it', async () => {
    const size = { width: 16, height: 16 };
    const { image } = await readXray({ path });
    const squashed = await squashXray(image, size);
    const { data } = await decodeImage({ path }, size);
    expect(squashed.data).toEqual(data);
    expect([...data.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...data.subarray(-3)]).toEqual([255, 255, 255]);
  });

  test('can be given up', async () => {
    expect((await failureOf(readXray({ path }, AbortSignal.abort()))).code).toBe('cancelled');
  });
});

test('what is no picture says so', async () => {
  const error = await failureOf(readXray({ bytes: Buffer.from('Findings: none.'), name: 'report.txt' }));
  expect(error.code).toBe('image/unsupported');
  expect(error.message).toContain('DICOM');
});
