import { describe, expect, test } from 'vitest';
import type { CaptionedImage } from '../../src/data/captionDataset.ts';
import { unknownId } from '../../src/text/vocabulary.ts';
import { captionIds, readCorpus, tagTargets } from '../../src/training/corpus.ts';

const photo = (...captions: string[]): CaptionedImage => ({
  file: captions.join(),
  captions,
  read: () => Promise.resolve(new Uint8Array()),
});

const photos = [
  photo('A dog runs on the grass.', 'Two dogs!', 'The dog.'),
  photo('Dogs run.', 'A man is with the dog.'),
  photo('A man on the grass', 'Two men run.'),
  photo('A man and a ball'),
];

describe('what the captions of training photos give', () => {
  const corpus = readCorpus(photos, 1, 4);

  test('words by how often they stand, with their counts', () => {
    const { words, idOf } = corpus.vocabulary;
    expect(words.slice(0, 6)).toEqual(['<pad>', '<start>', '<end>', '<unk>', 'a', 'the']);
    const countOf = (word: string): number | undefined => corpus.counts[idOf.get(word) ?? -1];
    expect([countOf('a'), countOf('the'), countOf('dogs'), countOf('ball'), countOf('<pad>')]).toEqual([
      5, 4, 2, 1, 0,
    ]);
  });

  test('tags are the lemmas that most photos name, function words left out', () => {
    // man: 3 photos with "men"; dog 2 with "dogs"; grass 2; run 3 with "runs".
    expect(corpus.tags).toEqual(['man', 'run', 'dog', 'grass']);
    expect(corpus.tagFrequencies).toHaveLength(4);
    const [man, run, dog] = corpus.tagFrequencies;
    expect(man).toBeCloseTo((1 / 2 + 1 + 1) / 4);
    expect(run).toBeCloseTo((1 / 3 + 1 / 2 + 1 / 2) / 4);
    expect(dog).toBeCloseTo((1 + 1) / 4);
  });

  test('a target is the share of the captions that name the tag in any form', () => {
    const [first] = photos;
    const targets = tagTargets(corpus.vocabulary, corpus.tags, first?.captions ?? []);
    expect([...targets]).toEqual([0, 1 / 3, 1, 1 / 3].map(Math.fround));
  });

  test('rare words are unknown and no tags', () => {
    const { vocabulary, tags } = readCorpus(photos, 2, 4);
    expect(vocabulary.idOf.has('ball')).toBe(false);
    expect(tags).not.toContain('ball');
    const [ids] = captionIds(vocabulary, ['a ball'], 5);
    expect(ids).toEqual([vocabulary.idOf.get('a'), unknownId]);
  });

  test('frequencies stay within what a logarithm bears', () => {
    const { tagFrequencies } = readCorpus([photo('dog'), photo('dog')], 1, 1);
    expect(tagFrequencies).toEqual([0.99]);
  });

  test('fewer tags than asked for is told', () => {
    expect(() => readCorpus(photos, 1, 6)).toThrow(/give 5 tags, fewer than the 6 asked for/);
  });
});

describe('captions as word ids', () => {
  const { vocabulary } = readCorpus(photos, 1, 1);
  const idsOf = (text: string): (number | undefined)[] =>
    text.split(' ').map((word) => vocabulary.idOf.get(word));

  test('longer ones are left out, and empty ones', () => {
    const ids = captionIds(vocabulary, ['A dog runs on the grass.', 'The dog.', '!'], 3);
    expect(ids).toEqual([idsOf('the dog')]);
  });

  test('if all are longer, they are cut', () => {
    const ids = captionIds(vocabulary, ['A dog runs on the grass.', 'the man and the dog'], 3);
    expect(ids).toEqual([idsOf('a dog runs'), idsOf('the man and')]);
  });
});
