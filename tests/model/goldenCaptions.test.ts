// The shipped model says of three photographs what it said when it was chosen (fixtures/golden/make.ts writes that down).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needsFile, needsNative } from '../needs.ts';
import { sayGolden, type Golden } from './sayGolden.ts';

const model = needsFile('models/photo-captioner/model.safetensors');
const golden = needsFile('tests/fixtures/golden/captions.json');
const first = model.missing ? model : golden;

describe.skipIf(first.missing)(first.named('golden captions'), () => {
  test.for(['wasm', 'native'] as const)('on %s', async (backend, { skip }) => {
    skip(backend === 'native' && needsNative.missing, needsNative.named('native'));
    const path = join(import.meta.dirname, '../fixtures/golden/captions.json');
    const expected = JSON.parse(await readFile(path, 'utf8')) as Golden;
    const found = await sayGolden(backend);
    expect(found.model, 'a new model: look at what it says, then run tests/fixtures/golden/make.ts').toBe(
      expected.model,
    );
    expect(found.photos.map(({ file, captions, tags }) => ({ file, captions, tags }))).toEqual(
      expected.photos.map(({ file, captions, tags }) => ({ file, captions, tags })),
    );
    for (const [i, photo] of expected.photos.entries()) {
      expect(found.photos[i]?.probability).toBeCloseTo(photo.probability, 2);
    }
  });
});
