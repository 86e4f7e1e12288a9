// How much of what reports usually say a draft says.
import { describe, expect, test } from 'vitest';
import { countPhrases, expectedRecall } from '../../src/drafting/phrases.ts';

const reports = [
  ['The lungs are clear.', 'The heart is normal.'],
  ['The lungs are clear.'],
  ['Lungs, clear.'],
  ['The heart is large.'],
];

describe('phrases', () => {
  test('of one to four words stand with their share of the reports, the commonest first; rare ones are left out', () => {
    const phrases = countPhrases(reports, 0.5);
    expect([...phrases]).toEqual([
      ['clear', 0.75],
      ['lungs', 0.75],
      ['the', 0.75],
      ['are', 0.5],
      ['are clear', 0.5],
      ['heart', 0.5],
      ['heart is', 0.5],
      ['is', 0.5],
      ['lungs are', 0.5],
      ['lungs are clear', 0.5],
      ['the heart', 0.5],
      ['the heart is', 0.5],
      ['the lungs', 0.5],
      ['the lungs are', 0.5],
      ['the lungs are clear', 0.5],
    ]);
  });

  test('do not go over the end of a sentence, and punctuation is no word', () => {
    const phrases = countPhrases(reports, 0);
    expect(phrases.has('clear the')).toBe(false);
    expect(phrases.get('lungs clear')).toBe(0.25);
  });
});

describe('the expected recall', () => {
  const phrases = countPhrases([['One two.'], ['One three.']], 0);

  test('is the mean over the lengths of the shares that are found', () => {
    // Single words: 1 of 1 + 0.5 + 0.5. Two words: 0.5 of 1. Longer ones: none are known.
    expect(expectedRecall(phrases, ['One two.'])).toBeCloseTo((1.5 / 2 + 0.5 + 0 + 0) / 4, 10);
  });

  test('counts a phrase once, and nothing that no report says', () => {
    expect(expectedRecall(phrases, ['One two.', 'One two.', 'Nine.'])).toBe(
      expectedRecall(phrases, ['One two.']),
    );
    expect(expectedRecall(phrases, [])).toBe(0);
    expect(expectedRecall(new Map(), ['One two.'])).toBe(0);
  });
});
