// The shipped model drafts what it drafted when it was chosen (fixtures/golden/makeDrafts.ts writes that down).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needsFile, needsShared } from '../needs.ts';
import { draftGolden, type GoldenDrafts } from './draftGolden.ts';

const needs = [needsShared('data/iu-xray'), needsFile('tests/fixtures/golden/drafts.json')];
const first = needs.find(({ missing }) => missing) ?? needs[0];

describe.skipIf(first?.missing)(first?.named('golden drafts') ?? '', () => {
  test('are those of this model', async () => {
    const path = join(import.meta.dirname, '../fixtures/golden/drafts.json');
    const expected = JSON.parse(await readFile(path, 'utf8')) as GoldenDrafts;
    const found = await draftGolden();
    expect(found.model, 'a new model: look at its drafts, then run tests/fixtures/golden/makeDrafts.ts').toBe(
      expected.model,
    );
    expect(found.studies).toEqual(expected.studies);
  });
});
