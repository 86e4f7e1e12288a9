import { describe, expect, it } from 'vitest';
import { diversity } from '../../src/evaluation/diversity.ts';
import { words } from './fixture.ts';

describe('diversity', () => {
  it('counts captions, words and repetitions', () => {
    expect(diversity(['a dog runs', 'a cat', 'a dog runs', 'a dog runs'].map(words))).toEqual({
      distinct: 0.5,
      vocabularyUsed: 4,
      mostRepeated: 3,
    });
  });

  it('is all 0 for no captions', () => {
    expect(diversity([])).toEqual({ distinct: 0, vocabularyUsed: 0, mostRepeated: 0 });
  });
});
