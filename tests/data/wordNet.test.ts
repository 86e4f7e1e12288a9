import { describe, expect, it } from 'vitest';
import { openSynonyms } from '../../src/data/wordNet.ts';
import { AppError } from '../../src/errors.ts';
import { expected } from '../evaluation/fixture.ts';

describe('openSynonyms', () => {
  const synonyms = openSynonyms();

  it.each(Object.entries(expected.synonyms))('finds the synonyms of %s as NLTK', (word, found) => {
    expect([...synonyms(word)].toSorted()).toEqual(found.toSorted());
  });

  it('names the file that it cannot read', () => {
    expect(() => openSynonyms('no-such-folder')).toThrow(AppError);
    expect(() => openSynonyms('no-such-folder')).toThrow(/index\.noun cannot be read: run npm install/);
  });
});
