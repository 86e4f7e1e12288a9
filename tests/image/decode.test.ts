// Every fixture in valid/ shows the same four quarters; every one in invalid/ fails with the code of its folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeImage, readDimensions, renderImage } from '../../src/image/decode.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { AppError } from '../../src/errors.ts';
import { encodePng } from '../fixtures/images/encodePng.ts';
import { quarterColours } from '../fixtures/images/quarters.ts';

const fixtures = join(import.meta.dirname, '../fixtures/images');
const filesIn = (folder: string): string[] =>
  readdirSync(join(fixtures, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(fixtures, folder, name)).isFile())
    .sort();

const folder = mkdtempSync(join(tmpdir(), 'decode-'));
afterAll(() => rmSync(folder, { recursive: true }));

const size = { width: 40, height: 32 };

function pixel({ width, data }: RgbImage, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

/** The pixels in the middle of the quarters; in a framed picture they lie nearer to the centre. */
function quartersOf(image: RgbImage, framed: boolean): Record<keyof typeof quarterColours, number[]> {
  const [near, far] = framed ? [3 / 8, 5 / 8] : [1 / 4, 3 / 4];
  const at = (x: number, y: number): number[] => pixel(image, image.width * x, image.height * y);
  return {
    topLeft: at(near, near),
    topRight: at(far, near),
    bottomLeft: at(near, far),
    bottomRight: at(far, far),
  };
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return error;
}

describe('valid pictures', () => {
  test.each(filesIn('valid'))('%s', async (name) => {
    const path = join(fixtures, 'valid', name);
    const image = await decodeImage({ path }, size);
    expect(image).toMatchObject(size);
    expect(image.data).toHaveLength(size.width * size.height * 3);
    const framed = name.includes('framed');
    const quarters = quartersOf(image, framed);
    if (framed) expect(distance(pixel(image, 1, 1), [255, 255, 255])).toBeLessThanOrEqual(1);
    if (name.includes('grey')) {
      const luminance = Object.values(quarters).map((rgb) => {
        expect(distance(rgb, [rgb[0] ?? 0, rgb[0] ?? 0, rgb[0] ?? 0])).toBeLessThanOrEqual(1);
        return rgb[0] ?? 0;
      });
      const [red = 0, green = 0, blue = 0, yellow = 0] = luminance;
      expect([red > blue, green > red, yellow > green]).toEqual([true, true, true]);
      return;
    }
    // Printing inks cannot show these colours quite as they were.
    const tolerance = name.includes('cmyk') ? 40 : 9;
    for (const [corner, colour] of Object.entries(quarterColours)) {
      const found = quarters[corner as keyof typeof quarters];
      expect(distance(found, colour), `${corner} is ${found.join()}`).toBeLessThanOrEqual(tolerance);
    }
  });

  test('colour profiles are applied: the numbers in the file are others', async () => {
    const path = join(fixtures, 'valid/png/display-p3.png');
    const { data } = await sharp(path, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    expect(distance([...data.subarray(0, 3)], quarterColours.topLeft)).toBeGreaterThan(12);
    const image = await decodeImage({ path }, size);
    expect(distance(pixel(image, 0, 0), quarterColours.topLeft)).toBeLessThanOrEqual(3);
  });

  test('the eight EXIF orientations give the same picture of the same size', async () => {
    const upright = await decodeImage({ path: join(fixtures, 'valid/jpeg/exif-1.jpg') }, size);
    expect(upright).toMatchObject({ nativeWidth: 61, nativeHeight: 44 });
    for (let orientation = 1; orientation <= 8; orientation++) {
      const path = join(fixtures, `valid/jpeg/exif-${orientation}.jpg`);
      const image = await decodeImage({ path }, size);
      expect(image).toMatchObject({ nativeWidth: 61, nativeHeight: 44 });
      expect(distance([...image.data], [...upright.data]), `orientation ${orientation}`).toBeLessThanOrEqual(
        16,
      );
      expect(await readDimensions({ path })).toEqual({ width: 61, height: 44 });
      expect(await renderImage({ path }, { longSide: 30, format: 'webp' })).toMatchObject({
        width: 30,
        height: 22,
      });
    }
  });

  test('bytes in memory decode as the file does', async () => {
    const path = join(fixtures, 'golden/chelsea.jpg');
    const fromFile = await decodeImage({ path }, size);
    expect(await decodeImage({ bytes: readFileSync(path), name: 'pasted' }, size)).toEqual(fromFile);
    expect(fromFile).toMatchObject({ nativeWidth: 451, nativeHeight: 300 });
  });

  test('large files are streamed from disk and decode alike', async () => {
    const path = join(folder, 'large.tif');
    const shade = sharp({ create: { width: 4600, height: 4000, channels: 3, background: '#305070' } });
    await shade.tiff({ compression: 'none' }).toFile(path);
    expect(statSync(path).size).toBeGreaterThan(48 * 1024 * 1024);
    const image = await decodeImage({ path }, { width: 4, height: 4 });
    expect(pixel(image, 3, 3)).toEqual([0x30, 0x50, 0x70]);
  });
});

test('20,000 x 20,000 pixels are decoded within 500 MB', () => {
  const side = 20_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit a pixel, grey; each row starts with its filter.
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(side * (1 + side / 8), 0xff);
  for (let row = 0; row < side; row++) rows[row * (1 + side / 8)] = 0;
  const path = join(folder, 'huge.png');
  writeFileSync(path, encodePng(header, deflateSync(rows, { level: 1 })));
  const script = join(import.meta.dirname, 'decodeAlone.ts');
  const result = JSON.parse(execFileSync(process.execPath, [script, path], { encoding: 'utf8' })) as {
    readonly peakMB: number;
  };
  expect(result).toMatchObject({ nativeWidth: side, nativeHeight: side, first: 255 });
  expect(result.peakMB).toBeLessThan(500);
});

describe('pictures for the screen', () => {
  test('keep their proportions and their transparency', async () => {
    const path = join(fixtures, 'valid/png/alpha-framed.png');
    const { bytes, width, height } = await renderImage({ path }, { longSide: 60, format: 'webp' });
    expect([width, height]).toEqual([60, 44]);
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'webp',
      width: 60,
      height: 44,
      hasAlpha: true,
    });
  });

  test('are never enlarged', async () => {
    const path = join(fixtures, 'valid/gif/animated.gif');
    expect(await renderImage({ path }, { longSide: 320, format: 'webp' })).toMatchObject({
      width: 61,
      height: 44,
    });
  });

  test.each(['bmp/24-bit.bmp', 'svg/sized.svg', 'jpeg/cmyk.jpg'])('%s', async (name) => {
    const { bytes } = await renderImage(
      { path: join(fixtures, 'valid', name) },
      { longSide: 40, format: 'webp' },
    );
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const corner = pixel({ ...info, data }, 4, 4);
    expect(distance(corner, quarterColours.topLeft)).toBeLessThanOrEqual(40);
  });
});

describe('bad pictures', () => {
  test.each(filesIn('invalid'))('%s', async (name) => {
    const path = join(fixtures, 'invalid', name);
    const error = await failureOf(decodeImage({ path }, size));
    expect(error.code).toBe(`image/${dirname(name)}`);
    expect(error.message).toContain(path);
    expect(error.message.replace(path, 'It'), 'one sentence').toMatch(/^It [^.]+\.$/);
    const shown = await failureOf(renderImage({ path }, { longSide: 32, format: 'webp' }));
    expect(shown.code).toBe(error.code);
  });

  test('HEIC is named and explained', async () => {
    const path = join(fixtures, 'invalid/unsupported/phone.heic');
    expect((await failureOf(decodeImage({ path }, size))).message).toMatch(/HEIC.*JPEG/);
  });

  test('a file that is not there, or a folder in place of one', async () => {
    expect((await failureOf(decodeImage({ path: join(folder, 'gone.jpg') }, size))).code).toBe(
      'file/missing',
    );
    expect((await failureOf(decodeImage({ path: join(fixtures, 'README.md', 'x') }, size))).code).toBe(
      'file/missing',
    );
    expect((await failureOf(decodeImage({ path: folder }, size))).code).toBe('file/unreadable');
    const long = await failureOf(decodeImage({ path: join(folder, 'x'.repeat(300)) }, size));
    expect(long.code).toBe('file/missing');
  });

  test.skipIf(process.platform === 'win32')('pipes, sockets and devices do not hang', async () => {
    const pipe = join(folder, 'pipe.jpg');
    execFileSync('mkfifo', [pipe]);
    expect((await failureOf(decodeImage({ path: pipe }, size))).code).toBe('file/unreadable');
    expect((await failureOf(decodeImage({ path: '/dev/zero' }, size))).code).toBe('file/unreadable');
    const socket = join(folder, 'socket.jpg');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const error = await failureOf(decodeImage({ path: socket }, size));
    await new Promise((resolve) => server.close(resolve));
    expect(error.code).toBe('file/unreadable');
  });

  test('cancelling says so', async () => {
    const path = join(fixtures, 'golden/coffee.jpg');
    expect((await failureOf(decodeImage({ path }, size, AbortSignal.abort()))).code).toBe('cancelled');
    const controller = new AbortController();
    const decoding = decodeImage({ path }, size, controller.signal);
    controller.abort();
    expect((await failureOf(decoding)).code).toBe('cancelled');
  });

  test('one bad picture does not stop those that wait for their turn alone', async () => {
    const bad = join(fixtures, 'invalid/damaged/truncated.bmp');
    const good = join(fixtures, 'valid/bmp/24-bit.bmp');
    const results = await Promise.allSettled(
      [bad, good, bad, good].map((path) => decodeImage({ path }, size)),
    );
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
