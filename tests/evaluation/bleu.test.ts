import { describe, expect, it } from 'vitest';
import { bleu } from '../../src/evaluation/bleu.ts';
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
