import { expect, test } from 'vitest';
import { lemmaOf } from '../../src/text/lemma.ts';

const known = new Set(
  'dog child man woman person run ride play jump glass dress bus puppy leaf sit swim brush smile movie grass his'.split(
    ' ',
  ),
);

test.each([
  ['dogs', 'dog'],
  ['children', 'child'],
  ['people', 'person'],
  ['running', 'run'],
  ['ran', 'run'],
  ['riding', 'ride'],
  ['plays', 'play'],
  ['played', 'play'],
  ['jumping', 'jump'],
  ['glasses', 'glass'],
  ['dresses', 'dress'],
  ['buses', 'bus'],
  ['puppies', 'puppy'],
  ['movies', 'movie'],
  ['leaves', 'leaf'],
  ['swimming', 'swim'],
  ['brushes', 'brush'],
  ['smiled', 'smile'],
])('%s is a form of %s', (word, lemma) => {
  expect(lemmaOf(word, known)).toBe(lemma);
});

test.each(['grass', 'dress', 'bus', 'his', 'zebras', 'king', 'red'])('%s stays', (word) => {
  expect(lemmaOf(word, known)).toBe(word);
});

test('an irregular form stays where its base does not occur', () => {
  expect(lemmaOf('geese', known)).toBe('geese');
});

test('a lemma is its own lemma', () => {
  for (const word of known) expect(lemmaOf(word, known)).toBe(word);
});
