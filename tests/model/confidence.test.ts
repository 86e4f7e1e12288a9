import { expect, test } from 'vitest';
import type { FoundSentence } from '../../src/model/beamSearch.ts';
import { captionProbability, confidenceFeatures, type Evidence } from '../../src/model/confidence.ts';

const word = (id: number, logProbability: number): FoundSentence['words'][number] => ({
  id,
  logProbability,
  attention: Float32Array.of(0.75, 0.25),
});
const evidence: Evidence = {
  sentences: [
    { words: [word(4, -0.5), word(5, -1.5)], logProbability: -2.5, score: -1 },
    { words: [word(4, -0.5)], logProbability: -3, score: -1.25 },
  ],
  tags: Float32Array.of(0.5, 0.25, 0.75),
  tagOfWord: (id) => (id === 4 ? 0 : undefined),
};

test('features of the best sentence', () => {
  const features = Object.fromEntries(confidenceFeatures(evidence));
  expect(features).toMatchObject({
    meanLogProbability: -1,
    minimumLogProbability: -1.5,
    totalLogProbability: -0.25,
    margin: 0.25,
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
    sentences: [{ words: [word(9, -1)], logProbability: -1, score: -1 }],
    tags: new Float32Array(0),
    tagOfWord: () => undefined,
  };
  for (const value of confidenceFeatures(bare).values()) expect(value).toSatisfy(Number.isFinite);
});

test('the probability is logistic in the chosen features', () => {
  const config = { features: ['meanLogProbability', 'margin'], weights: [2, 4], bias: 1.5, hedgeBelow: 0.5 };
  expect(captionProbability(config, evidence)).toBeCloseTo(1 / (1 + Math.exp(-(1.5 - 2 + 1))), 10);
  expect(captionProbability({ ...config, weights: [0, 0] }, evidence)).toBeCloseTo(
    1 / (1 + Math.exp(-1.5)),
    10,
  );
});
