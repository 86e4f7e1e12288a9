import { describe, expect, it } from 'vitest';
import { openSynonyms } from '../../src/data/wordNet.ts';
import { meteor } from '../../src/evaluation/meteor.ts';
import type { Synonyms } from '../../src/evaluation/meteor.ts';
import { candidates, expected, references, words } from './fixture.ts';

const none: Synonyms = () => new Set();
const one = (candidate: string, reference: string, synonyms = none): number =>
  meteor([words(candidate)], [[words(reference)]], synonyms).score;

describe('meteor', () => {
  it('agrees with NLTK on the corpus and on every image', () => {
    const { score, scores } = meteor(candidates, references, openSynonyms());
    expect(score).toBeCloseTo(expected.corpus.meteor, 10);
    expected.images.forEach((image, i) => expect(scores[i], image.file).toBeCloseTo(image.meteor, 10));
  });

  it('equals values computed by hand', () => {
    // All four words match in one chunk: 1 - 0.5 (1/4)^3.
    expect(one('a b c d', 'a b c d')).toBeCloseTo(1 - 0.5 / 64, 12);
    // Two matches in two chunks; precision 1, recall 1/2: F = 0.5 / (0.9 + 0.05).
    expect(one('c a', 'a b c d')).toBeCloseTo(0.5 * (0.5 / 0.95), 12);
  });

  it('matches by stem and by synonym after exact words', () => {
    expect(one('running', 'runs')).toBeCloseTo(0.5, 12);
    expect(one('sofa', 'couch')).toBe(0);
    expect(one('sofa', 'couch', (word) => new Set(word === 'sofa' ? ['couch'] : []))).toBeCloseTo(0.5, 12);
  });

  it('takes the best reference', () => {
    const { score } = meteor([words('a b')], [[words('x'), words('a b'), words('a')]], none);
    expect(score).toBeCloseTo(1 - 0.5 / 8, 12);
  });

  it('gives 0 to an empty candidate, and without overlap', () => {
    expect(one('', 'a b')).toBe(0);
    expect(one('x', 'a b')).toBe(0);
  });
});
