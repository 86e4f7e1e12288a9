import { describe, expect, it } from 'vitest';
import { cider, createCiderD } from '../../src/evaluation/cider.ts';
import { candidates, expected, references, words } from './fixture.ts';

describe('cider', () => {
  const result = cider(candidates, references);

  it('agrees with pycocoevalcap on the corpus and on every image', () => {
    expect(result.score).toBeCloseTo(expected.corpus.cider, 10);
    expected.images.forEach((image, i) => expect(result.scores[i], image.file).toBeCloseTo(image.cider, 10));
  });

  it('is the same for words and for word numbers', () => {
    const ids = new Map<string, number>();
    const id = (word: string): number => ids.get(word) ?? (ids.set(word, ids.size), ids.size - 1);
    const numeric = cider(
      candidates.map((caption) => caption.map(id)),
      references.map((captions) => captions.map((caption) => caption.map(id))),
    );
    expect(numeric).toEqual(result);
  });

  it('equals a value computed by hand', () => {
    // Two images, so idf is ln 2 for every n-gram of one image. Candidate "x y", reference "x y z":
    // cosine 2 / sqrt(2 * 3) for words, 1 / sqrt(1 * 2) for pairs, none above; one word apart: exp(-1/72).
    const { scores } = cider([words('x y'), words('q')], [[words('x y z')], [words('q')]]);
    const expectedScore = (10 / 4) * (2 / Math.sqrt(6) + 1 / Math.sqrt(2)) * Math.exp(-1 / 72);
    expect(scores[0]).toBeCloseTo(expectedScore, 12);
    expect(scores[1]).toBeCloseTo(10 / 4, 12);
  });

  it('clips repeated words to what the reference has', () => {
    const { scores } = cider([words('x x x'), words('q')], [[words('x')], [words('q')]]);
    // Product 1 * 1, norms 3 and 1, two bigrams apart (the reference implementation's length).
    expect(scores[0]).toBeCloseTo((10 / 4) * (1 / 3) * Math.exp(-4 / 72), 12);
  });

  it('gives 0 to an empty candidate and to one without overlap', () => {
    expect(cider([[], words('w v')], [[words('x y')], [words('q')]]).scores).toEqual([0, 0]);
  });
});

describe('createCiderD', () => {
  it('takes document frequencies from another corpus', () => {
    const corpus = [[words('a dog')], [words('a cat')], [words('a bird sings')]];
    const scorer = createCiderD([[words('a dog')]], corpus);
    // "a" is everywhere and weighs nothing; "dog" and "a dog" match fully.
    expect(scorer.score(words('a dog'), 0)).toBeCloseTo((10 / 4) * 2, 12);
    expect(scorer.score(words('a cat'), 0)).toBe(0);
  });

  it('weighs n-grams that the corpus lacks as if one image had them', () => {
    const corpus = [[words('a')], [words('b')]];
    const scorer = createCiderD([[words('new a')]], corpus);
    expect(scorer.score(words('new'), 0)).toBeCloseTo((10 / 4) * (1 / Math.sqrt(2)) * Math.exp(-1 / 72), 12);
  });

  it('counts a repeated unknown word once, with its frequency', () => {
    const scorer = createCiderD([[words('x')], [words('y')]]);
    // Norm of "x u u": sqrt(1 + 4); two bigrams against none.
    expect(scorer.score(words('x u u'), 0)).toBeCloseTo(
      (10 / 4) * (1 / Math.sqrt(5)) * Math.exp(-4 / 72),
      12,
    );
  });

  it('stops at an image that it does not know', () => {
    expect(() => createCiderD([[words('x')]]).score(words('x'), 1)).toThrow('no references for image 1');
  });
});
