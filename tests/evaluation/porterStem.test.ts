import { describe, expect, it } from 'vitest';
import { porterStem } from '../../src/evaluation/porterStem.ts';
import { expected } from './fixture.ts';

describe('porterStem', () => {
  it.each(Object.entries(expected.stems))('stems %s to %s as NLTK', (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });
});
