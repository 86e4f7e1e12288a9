import { expect, test } from 'vitest';
import {
  captionProbability,
  confidenceFeatureNames,
  confidenceFeatures,
  type Evidence,
} from '../../src/model/confidence.ts';
import { madeUp, saidWord } from './madeUp.ts';

const evidence: Evidence = {
  sentences: [
    madeUp([saidWord(4, -0.5), saidWord(5, -1.5)], {
      ...{ logProbability: -2.5, score: -1, rank: 2, match: 0.5, specificity: -3 },
    }),
    madeUp([saidWord(4, -0.5)], { logProbability: -3, score: -0.5, rank: 1.75 }),
  ],
  tags: Float32Array.of(0.5, 0.25, 0.75),
  facts: { tagOfWord: (id) => (id === 4 ? 0 : undefined) },
};

test('features of the best sentence', () => {
  const features = Object.fromEntries(confidenceFeatures(evidence));
  expect(features).toMatchObject({
    meanLogProbability: -1,
    minimumLogProbability: -1.5,
    totalLogProbability: -0.25,
    score: -1,
    margin: 0.25,
    rank: 2,
    match: 0.5,
    specificity: -0.3,
    length: 0.2,
    meanTagProbability: 0.5,
    minimumTagProbability: 0.5,
    topTags: 0.5,
    missedTags: 0.2,
    sharpness: 0.75,
  });
  expect(features['logMeanTagProbability']).toBeCloseTo(Math.log(0.51), 6);
});

test('every feature is a finite number, also where there is little to see', () => {
  const bare: Evidence = {
    sentences: [madeUp([saidWord(9, -1)])],
    tags: new Float32Array(0),
    facts: { tagOfWord: () => undefined },
  };
  const features = confidenceFeatures(bare);
  expect([...features.keys()]).toEqual(confidenceFeatureNames);
  for (const value of features.values()) expect(value).toSatisfy(Number.isFinite);
});

test('the probability is logistic in the chosen features', () => {
  const config = { features: ['meanLogProbability', 'margin'], weights: [2, 4], bias: 1.5, hedgeBelow: 0.5 };
  expect(captionProbability(config, evidence)).toBeCloseTo(1 / (1 + Math.exp(-(1.5 - 2 + 1))), 10);
  expect(captionProbability({ ...config, weights: [0, 0] }, evidence)).toBeCloseTo(
    1 / (1 + Math.exp(-1.5)),
    10,
  );
});
