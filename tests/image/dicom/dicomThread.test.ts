// Files on a thread of their own: nothing that one does keeps the next from being read.
import { describe, expect, test } from 'vitest';
import { DicomThread } from '../../../src/image/dicom/dicomThread.ts';
import { failureOf, madeImage, ramp } from './made.ts';

const bytes = new Uint8Array(1);

describe('a file on a thread', () => {
  test('is read as without one, several at once', async () => {
    const thread = new DicomThread();
    const files = [0, 100, 200].map((first) => madeImage(ramp(first, 1)));
    const read = await Promise.all(files.map((file) => thread.read(file, 'made.dcm')));
    expect(read.map(({ image }) => image.values[0])).toEqual([0, 100, 200]);
    expect(read[0]?.image.values).toEqual(ramp(0, 1));
  });

  test('that is damaged fails with its own sentence, and the next one is read', async () => {
    const thread = new DicomThread();
    const file = madeImage(ramp(0, 1));
    const error = await failureOf(thread.read(file.subarray(0, 300), 'cut.dcm'));
    expect(error.code).toBe('image/damaged');
    expect(error.message).toContain('cut.dcm');
    expect((await thread.read(file, 'made.dcm')).image.width).toBe(16);
  });
});

describe('a thread', () => {
  const entry = new URL('./stuckWorker.fixture.ts', import.meta.url);

  test('that goes round in circles is ended, and the next file is read', async () => {
    const thread = new DicomThread({ entry, timeoutMs: 500 });
    const [stuck, next] = [thread.read(bytes, 'stuck'), thread.read(bytes, 'next')];
    expect((await failureOf(stuck)).message).toMatch(/^stuck cannot be decoded/);
    expect((await failureOf(next)).message).toBe('next was read.');
  });

  test('that dies is replaced', async () => {
    const thread = new DicomThread({ entry });
    expect((await failureOf(thread.read(bytes, 'dead'))).code).toBe('image/damaged');
    expect((await failureOf(thread.read(bytes, 'next'))).message).toBe('next was read.');
  });

  test('is ended when it is no longer wanted', async () => {
    const thread = new DicomThread({ entry });
    const controller = new AbortController();
    const stuck = thread.read(bytes, 'stuck', controller.signal);
    const next = thread.read(bytes, 'next');
    setImmediate(() => controller.abort());
    expect((await failureOf(stuck)).code).toBe('cancelled');
    expect((await failureOf(next)).message).toBe('next was read.');
    expect((await failureOf(thread.read(bytes, 'late', AbortSignal.abort()))).code).toBe('cancelled');
  });

  test('is started anew after it was idle', async () => {
    const thread = new DicomThread({ entry, idleMs: 0 });
    for (const name of ['one', 'two', 'three']) {
      expect((await failureOf(thread.read(bytes, name))).message).toBe(`${name} was read.`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
