import { describe, expect, it } from 'vitest';
import { tokenizeForScoring } from '../../src/evaluation/tokenizeForScoring.ts';
import { captions, expected, words } from './fixture.ts';

describe('tokenizeForScoring', () => {
  it.each(expected.sentences)('splits $text as the reference tokeniser', ({ text, tokens }) => {
    expect(tokenizeForScoring(text)).toEqual(tokens);
  });

  it('splits captions as the reference tokeniser', () => {
    captions.forEach(({ caption, references }, i) => {
      expect(tokenizeForScoring(caption)).toEqual(words(expected.images[i]?.candidate ?? ''));
      expect(references.map(tokenizeForScoring)).toEqual(expected.images[i]?.references.map(words));
    });
  });

  it('finds no words in nothing, blanks and punctuation', () => {
    expect(['', ' \n\t', " . , ! ? ; : -- ... \" '' "].flatMap(tokenizeForScoring)).toEqual([]);
  });

  it('leaves what it has split as it is', () => {
    const once = tokenizeForScoring("The boys' dog isn't here: it can't swim.");
    expect(tokenizeForScoring(once.join(' '))).toEqual(once);
  });
});
