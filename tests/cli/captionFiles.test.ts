// Order, bounds and overlap of the pipeline between decoding and the model.
import { expect, test } from 'vitest';
import { captionFiles } from '../../src/cli/captionFiles.ts';
import { AppError } from '../../src/errors.ts';
import type { FoundImage } from '../../src/image/findImages.ts';
import type { DecodedImage } from '../../src/image/image.ts';
import { fakeCaptioner } from './fakeCaptioner.ts';

const flat = (brightness: number): DecodedImage => ({
  width: 8,
  height: 8,
  data: new Uint8Array(8 * 8 * 3).fill(brightness),
  nativeWidth: 80,
  nativeHeight: 80,
});

const files = (count: number): FoundImage[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'file', path: String(i) }));

/** Lets everything that is ready go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const base = {
  batchSize: 8,
  options: { beam: 1, nBest: 1 },
  nowMs: () => 0,
  signal: new AbortController().signal,
};

test('results come in order, though some pictures decode slower and some fail', async () => {
  const decode = async (path: string): Promise<DecodedImage> => {
    const i = Number(path);
    for (let turns = 0; turns < (i * 7) % 5; turns++) await settle();
    if (i % 10 === 3) throw new AppError('image/damaged', `${path} is damaged.`);
    return flat(i);
  };
  const captioner = fakeCaptioner(settle);
  const seen: string[] = [];
  for await (const file of captionFiles(files(50), { ...base, captioner, decode })) {
    seen.push(file.kind === 'captioned' ? (file.result.captions[0]?.text ?? '') : file.error.code);
  }
  expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => (i % 10 === 3 ? 'image/damaged' : `grey ${i}`)));
  expect(Math.max(...captioner.batches)).toBeLessThanOrEqual(8);
});

test('decoding goes on while the model works, but not without bound', async () => {
  let decoded = 0;
  let working = 0;
  let mostAtOnce = 0;
  const decode = async (): Promise<DecodedImage> => {
    mostAtOnce = Math.max(mostAtOnce, ++working);
    await settle();
    working--;
    decoded++;
    return flat(1);
  };
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const captioner = fakeCaptioner(() => gate);
  const captioned = captionFiles(files(200), { ...base, captioner, decode });
  const first = captioned.next();
  for (let turns = 0; turns < 100; turns++) await settle();
  const inFirstBatch = captioner.batches[0] ?? 0;
  expect(decoded).toBe(inFirstBatch + 16);
  expect(mostAtOnce).toBeLessThanOrEqual(4);
  release();
  await first;
  const paths = ['0'];
  for await (const { path } of captioned) paths.push(path);
  expect(paths).toEqual(files(200).map(({ path }) => path));
  expect(captioner.batches.slice(1).some((size) => size === 8)).toBe(true);
});

test('what is behind does not wait for the slowest: one ready picture is a batch', async () => {
  const never = new Promise<DecodedImage>(() => undefined);
  const captioner = fakeCaptioner();
  const decode = (path: string): Promise<DecodedImage> => (path === '1' ? never : Promise.resolve(flat(5)));
  const captioned = captionFiles(files(3), { ...base, captioner, decode });
  expect(await captioned.next()).toMatchObject({ value: { path: '0', kind: 'captioned' } });
  expect(captioner.batches).toEqual([1]);
});

test('stopping ends it, also in the middle of a batch, and cancels what is being decoded', async () => {
  const controller = new AbortController();
  const signals: AbortSignal[] = [];
  const captioner = fakeCaptioner(() => {
    controller.abort();
    return Promise.resolve();
  });
  const decode = (_path: string, signal: AbortSignal): Promise<DecodedImage> => {
    signals.push(signal);
    return Promise.resolve(flat(1));
  };
  const captioned = captionFiles(files(30), { ...base, signal: controller.signal, captioner, decode });
  expect(await captioned.next()).toEqual({ done: true, value: undefined });
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test('leaving early cancels what is being decoded', async () => {
  let seen: AbortSignal | undefined;
  const decode = (_path: string, signal: AbortSignal): Promise<DecodedImage> => {
    seen = signal;
    return Promise.resolve(flat(1));
  };
  const captioned = captionFiles(files(30), { ...base, captioner: fakeCaptioner(), decode });
  await captioned.next();
  await captioned.return(undefined);
  expect(seen?.aborted).toBe(true);
});

test('a model that fails ends everything', async () => {
  const captioner = fakeCaptioner(() => Promise.reject(new Error('out of memory')));
  const captioned = captionFiles(files(3), { ...base, captioner, decode: () => Promise.resolve(flat(1)) });
  await expect(captioned.next()).rejects.toThrow('out of memory');
});
