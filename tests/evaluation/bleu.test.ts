import { describe, expect, it } from 'vitest';
import { bleu, ngramPrecision } from '../../src/evaluation/bleu.ts';
import { candidates, expected, references, words } from './fixture.ts';

describe('bleu', () => {
  const result = bleu(candidates, references);

  it('agrees with pycocoevalcap on the corpus and on every image', () => {
    const { bleu1, bleu2, bleu3, bleu4 } = expected.corpus;
    [bleu1, bleu2, bleu3, bleu4].forEach((score, k) => expect(result.score[k]).toBeCloseTo(score, 10));
    expected.images.forEach((image, i) => {
      image.bleu.forEach((score, k) => expect(result.scores[i]?.[k], image.file).toBeCloseTo(score, 10));
    });
  });

  it('equals a value computed by hand', () => {
    // "the the cat" against "the cat sat": one "the" is clipped, so 2/3 words, 1/2 pairs; same length, no penalty.
    const { score } = bleu([words('the the cat')], [[words('the cat sat')]]);
    expect(score[0]).toBeCloseTo(2 / 3, 6);
    expect(score[1]).toBeCloseTo(Math.sqrt(1 / 3), 6);
  });

  it('penalises brevity against the closest reference, the shorter of two', () => {
    const reference = [words('a b c d'), words('a b')];
    expect(bleu([words('a b c')], [reference]).score[0]).toBeCloseTo(1, 6);
    expect(bleu([words('a')], [[words('a b c')]]).score[0]).toBeCloseTo(Math.exp(1 - 3), 6);
  });

  it('gives 0 to an empty candidate and next to nothing without overlap', () => {
    expect(bleu([[]], [[words('a b')]]).score).toEqual([0, 0, 0, 0]);
    bleu([words('x y z w')], [[words('a b c d')]]).score.forEach((score) =>
      expect(score).toBeLessThan(1e-12),
    );
  });

  it('takes word numbers as well', () => {
    expect(bleu([[4, 5]], [[[4, 5]]]).score[1]).toBeCloseTo(1, 6);
  });
});

describe('n-gram precision of a sentence', () => {
  it('is the mean share of its words, pairs, threes and fours that a reference has, 0.1 added to all counts', () => {
    // "a b c x" against "a b c d": 3 of 4 words, 2 of 3 pairs, 1 of 2 threes, none of one four.
    const found = ngramPrecision(words('a b c x'), [words('a b c d'), words('e')]);
    expect(found).toBeCloseTo((3.1 / 4.1 + 2.1 / 3.1 + 1.1 / 2.1 + 0.1 / 1.1) / 4, 10);
  });

  it('is 1 for what a reference says, and close to 0 without overlap', () => {
    expect(ngramPrecision(words('a b c d e'), [words('x'), words('a b c d e')])).toBeCloseTo(1, 10);
    expect(ngramPrecision(words('v w x y z'), [words('a b c d e')])).toBeLessThan(0.05);
  });
});
