import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCaptionerThread } from '../../src/engine/captionerThread.ts';
import { defaultCaptionOptions } from '../../src/model/caption.ts';

const worker = pathToFileURL(join(import.meta.dirname, 'captionerThread.fixture.ts'));
const image = { width: 2, height: 2, data: new Uint8Array(12) };

test('answers come to those who asked, failures too', async () => {
  const { captioner, backend } = await openCaptionerThread('works', worker);
  expect([captioner.model, captioner.inputSize, backend]).toEqual(['thread@1', 2, 'none']);
  const [one, two] = await Promise.allSettled([
    captioner.caption([image], defaultCaptionOptions),
    captioner.caption([], defaultCaptionOptions),
  ]);
  expect(one).toMatchObject({ status: 'fulfilled', value: { results: [{ model: 'thread@1' }] } });
  expect(two).toMatchObject({ status: 'rejected', reason: { message: 'Nothing to caption.' } });
  captioner.dispose();
});

test('a model that will not open is the failure that it was', async () => {
  await expect(openCaptionerThread('missing', worker)).rejects.toMatchObject({ code: 'model/missing' });
});

test('a thread that ends fails what it held and whatever is asked later', async () => {
  const { captioner } = await openCaptionerThread('dies', worker);
  const held = [1, 2].map(() => captioner.caption([image], defaultCaptionOptions));
  for (const result of await Promise.allSettled(held)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'engine/stopped' } });
  }
  await expect(captioner.caption([image], defaultCaptionOptions)).rejects.toMatchObject({
    code: 'engine/stopped',
  });
});
