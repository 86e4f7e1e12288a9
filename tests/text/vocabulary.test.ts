import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import {
  buildVocabulary,
  createVocabulary,
  endId,
  padId,
  startId,
  toIds,
  unknownId,
} from '../../src/text/vocabulary.ts';

test('frequent words come first, ties by spelling, rare ones are left out', () => {
  const captions = [
    ['b', 'a', 'c'],
    ['b', 'd', 'a'],
    ['b', 'rare'],
  ];
  expect(buildVocabulary(captions, 1).words.slice(4)).toEqual(['b', 'a', 'c', 'd', 'rare']);
  expect(buildVocabulary(captions, 2).words).toEqual(['<pad>', '<start>', '<end>', '<unk>', 'b', 'a']);
});

test('words become ids, unknown ones <unk>', () => {
  const vocabulary = buildVocabulary([['dog', 'runs']], 1);
  expect(toIds(vocabulary, ['runs', 'cat', 'dog'])).toEqual([5, unknownId, 4]);
  expect([padId, startId, endId, unknownId].map((id) => vocabulary.words[id])).toEqual([
    '<pad>',
    '<start>',
    '<end>',
    '<unk>',
  ]);
});

test.each([
  ['without special words', ['dog']],
  ['with special words in another order', ['<start>', '<pad>', '<end>', '<unk>']],
  ['with a word twice', ['<pad>', '<start>', '<end>', '<unk>', 'dog', 'dog']],
])('a list %s is damaged', (_, words) => {
  expect(() => createVocabulary(words)).toThrow(AppError);
});
