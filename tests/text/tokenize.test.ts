import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detokenize, tokenize } from '../../src/text/tokenize.ts';

test.each([
  ["A dog's ball, red-hot!", ['a', 'dog', "'s", 'ball', 'red-hot']],
  ['Two men , playing football .', ['two', 'men', 'playing', 'football']],
  ['A girl’s “hat”', ['a', 'girl', "'s", 'hat']],
  ["The dogs' bowls aren't 'full'", ['the', 'dogs', 'bowls', "aren't", 'full']],
  ['A café in 2019 - closed', ['a', 'café', 'in', '2019', 'closed']],
  ['Ένα σκυλί τρέχει.', ['ένα', 'σκυλί', 'τρέχει']],
  ['', []],
  [' ... --- \n', []],
])('%j', (caption, words) => {
  expect(tokenize(caption)).toEqual(words);
});

test('words are put back into a sentence', () => {
  expect(detokenize(['a', 'dog', "'s", 'ball'])).toBe("A dog's ball.");
  expect(detokenize([])).toBe('');
});

test('any text gives words without capitals, spaces or nothing in them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const word of tokenize(text)) expect(word).toMatch(/^[\p{L}\p{N}'-]+$/u);
    }),
  );
});

test('a sentence put together gives its words again', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}(-[a-z]{1,4})?$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.constant("'s")), { maxLength: 8 }), (words) => {
      const sentence = words.filter((text, i) => text !== "'s" || (i > 0 && words[i - 1] !== "'s"));
      expect(tokenize(detokenize(sentence))).toEqual(sentence);
    }),
  );
});
