import { expect, test } from 'vitest';
import { readOpenI } from '../../src/data/openI.ts';
import { reportSentences } from '../../src/text/reportSentences.ts';
import { needsShared, sharedPath } from '../needs.ts';

test('sentences are whole, without marks, numbers of lists and headings', () => {
  expect(
    reportSentences(
      'Chest: 1. XXXX opacities in the left base 2. The XXXX are intact. heart size normal.. Left knee. No fracture .',
    ),
  ).toEqual(['Opacities in the left base.', 'Heart size normal.', 'No fracture.']);
  expect(reportSentences('')).toEqual([]);
});

const openI = needsShared('data/iu-xray');
test.skipIf(openI.missing)(openI.named('no XXXX survives in any report, and most sentences do'), async () => {
  const { splits } = await readOpenI(sharedPath('data/iu-xray'));
  const texts = Object.values(splits).flatMap((studies) =>
    studies.flatMap(({ findings, impression }) => [findings, impression]),
  );
  const sentences = texts.flatMap(reportSentences);
  expect(texts.some((text) => text.includes('XXXX'))).toBe(true);
  expect(sentences.filter((sentence) => /xx/i.test(sentence))).toEqual([]);
  expect(sentences.filter((sentence) => !/^[A-Z0-9(].*[^\s.,][.?]$/.test(sentence))).toEqual([]);
  expect(sentences.length).toBeGreaterThan(18_000);
});
