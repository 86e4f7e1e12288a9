import { describe, expect, it } from 'vitest';
import { rougeL } from '../../src/evaluation/rougeL.ts';
import { candidates, expected, references, words } from './fixture.ts';

const one = (candidate: string, ...references: string[]): number =>
  rougeL([words(candidate)], [references.map(words)]).score;

describe('rougeL', () => {
  it('agrees with pycocoevalcap on the corpus and on every image', () => {
    const { score, scores } = rougeL(candidates, references);
    expect(score).toBeCloseTo(expected.corpus.rougeL, 10);
    expected.images.forEach((image, i) => expect(scores[i], image.file).toBeCloseTo(image.rougeL, 10));
  });

  it('equals a value computed by hand', () => {
    // "a c" of "a b c d": precision 1, recall 1/2.
    expect(one('a c', 'a b c d')).toBeCloseTo((2.44 * 0.5) / (0.5 + 1.44), 12);
  });

  it('takes precision and recall from different references', () => {
    expect(one('a b x y', 'a b c d x y', 'a')).toBeCloseTo(1, 12);
  });

  it('gives 0 to an empty candidate, and without overlap', () => {
    expect(one('', 'a b')).toBe(0);
    expect(one('x', 'a b')).toBe(0);
  });
});
