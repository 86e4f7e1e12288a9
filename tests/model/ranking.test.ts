import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/model/candidates.ts';
import {
  createWordFacts,
  rankCandidates,
  rankingFeatureNames,
  rankingFeatures,
} from '../../src/model/ranking.ts';
import { createVocabulary } from '../../src/text/vocabulary.ts';
import { madeUp, saidWord } from './madeUp.ts';

const vocabulary = createVocabulary([
  '<pad>',
  '<start>',
  '<end>',
  '<unk>',
  'a',
  'dog',
  'dogs',
  'runs',
  'zebra',
]);
/** "a" is said in half of all words, "dog" once in four, "zebra" once in more than a thousand. */
const counts = [0, 0, 0, 0, 1000, 500, 30, 468, 1];
const facts = createWordFacts(vocabulary, counts, ['cat', 'dog']);
const [a, dog, dogs, runs, zebra] = [4, 5, 6, 7, 8];

describe('what words mean to the ranking', () => {
  test('a word stands for the tag of its lemma', () => {
    expect([dog, dogs, a, 99].map(facts.tagOfWord)).toEqual([1, 1, undefined, undefined]);
  });

  test('rare is what is said less than once in a thousand words', () => {
    expect([a, dog, dogs, runs, zebra].map(facts.isRare)).toEqual([false, false, false, false, true]);
    const even = createWordFacts(vocabulary, [0, 0, 0, 0, 996, 1, 1, 1, 1], []);
    expect(even.isRare(dog)).toBe(false);
    expect(createWordFacts(vocabulary, [0, 0, 0, 0, 997, 1, 1, 1, 1], []).isRare(dog)).toBe(true);
  });

  test('content is what is said less than once in fifty words, and no special word', () => {
    expect([0, 1, 2, 3, a, dog, dogs, runs, zebra].map(facts.isContent)).toEqual([
      ...[false, false, false, false],
      ...[false, false, true, false, true],
    ]);
  });
});

/** What a photo of a zebra says. */
const photo = {
  wordProbabilities: Float32Array.of(0, 0, 0, 0, 0.9, 0.5, 0.25, 0.75, 0.5),
  relevance: Float32Array.of(0, 0, 0, 0, 0, -1, -2, 0.5, 3),
};

describe('features', () => {
  const said = [saidWord(a, -0.5), saidWord(zebra, -2), saidWord(runs, -1, Float32Array.of(0.25, 0.75))];
  const known = { logProbability: -4, score: -1.5, match: 0.25, specificity: -2 };

  test('by hand', () => {
    const features = Object.fromEntries(rankingFeatures(madeUp(said, known), photo, facts));
    expect(features).toMatchObject({
      ...known,
      minimumLogProbability: -2,
      length: 3,
      relevance: 3.5,
      minimumRelevance: 0,
      sharpness: 0.75,
      rareWords: 1,
    });
    expect(features['meanLogProbability']).toBeCloseTo(-3.5 / 3, 10);
    // Of the two content words, "zebra" is said and "dogs" is not.
    expect(features['wordLogProbability']).toBeCloseTo(Math.log(0.5001), 6);
    expect(features['missedWords']).toBeCloseTo(-Math.log(0.75), 6);
  });

  test('a word counts once however often it is said, and that it was said again is told', () => {
    const twice = [saidWord(dogs, -1), saidWord(zebra, -1), saidWord(dogs, -1)];
    const features = rankingFeatures(madeUp(twice), photo, facts);
    expect(features.get('wordLogProbability')).toBeCloseTo(Math.log(0.2501) + Math.log(0.5001), 6);
    expect(features.get('missedWords')).toBe(0);
    expect(features.get('relevance')).toBe(1);
    expect(features.get('repeatedWords')).toBe(1);
    expect(features.get('minimumRelevance')).toBe(-2);
  });

  test('a rare word speaks for a caption only where the photo calls for it', () => {
    const rareWords = (gain: number): number | undefined =>
      rankingFeatures(madeUp(said), { ...photo, relevance: photo.relevance.with(zebra, gain) }, facts).get(
        'rareWords',
      );
    expect([3, 1.6, 1.4, 0, -2].map(rareWords)).toEqual([1, 1, 0, 0, 0]);
  });

  test('are finite numbers, also where a word is certain or was never heard of', () => {
    const sure = {
      wordProbabilities: Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1),
      relevance: photo.relevance,
    };
    for (const sentence of [madeUp([saidWord(99, -1)]), madeUp([saidWord(a, 0)]), madeUp([])]) {
      const features = rankingFeatures(sentence, sure, facts);
      expect([...features.keys()]).toEqual(rankingFeatureNames);
      for (const value of features.values()) expect(value).toSatisfy(Number.isFinite);
    }
  });
});

describe('the order of the candidates', () => {
  const candidates = [0.1, 0.9, 0.5].map((match, i) =>
    madeUp([saidWord(dog, -1), saidWord(runs, -1)], { match, score: -i }),
  );
  const findings: Findings = { tags: new Float32Array(0), ...photo, candidates };
  const matches = (features: string[], weights: number[]): number[] =>
    rankCandidates({ features, weights, sharpness: 1 }, findings, facts).map(({ match }) => match);

  test('is that of the weighted features, best first, with everything else as it was', () => {
    expect(matches(['match'], [1])).toEqual([0.9, 0.5, 0.1]);
    expect(matches(['match'], [-1])).toEqual([0.1, 0.5, 0.9]);
    expect(matches(['match', 'score'], [1, 2])).toEqual([0.1, 0.9, 0.5]);
    const config = { features: ['match', 'score'], weights: [2, 0.5], sharpness: 1 };
    const [first] = rankCandidates(config, findings, facts);
    expect(first).toEqual({ ...candidates[1], place: 1, rank: 2 * 0.9 - 0.5 });
  });

  test('does not heed features that it does not know, and keeps the search order where nothing tells', () => {
    expect(matches(['colour', 'match'], [100, 1])).toEqual([0.9, 0.5, 0.1]);
    expect(matches(['colour'], [100])).toEqual([0.1, 0.9, 0.5]);
    expect(matches([], [])).toEqual([0.1, 0.9, 0.5]);
    expect(findings.candidates).toEqual(candidates);
  });

  test('of none is none', () => {
    const config = { features: ['match'], weights: [1], sharpness: 1 };
    expect(rankCandidates(config, { ...findings, candidates: [] }, facts)).toEqual([]);
  });
});
