import { describe, expect, it } from 'vitest';
import { averagePrecision, meanAveragePrecision, microF1 } from '../../src/evaluation/tagScores.ts';
import { expected } from './fixture.ts';

const { scores, truth } = expected.tags;

describe('microF1', () => {
  it.each(Object.entries(expected.tags.microF1))('agrees with scikit-learn at %s', (threshold, f1) => {
    expect(microF1(scores, truth, Number(threshold))).toBeCloseTo(f1, 12);
  });

  it('equals a value computed by hand', () => {
    // Two said, three hold, one of them in common.
    expect(microF1([[0.9, 0.8, 0.1, 0.2]], [[1, 0, 1, 1]], 0.5)).toBeCloseTo(2 / 5, 12);
  });

  it('is 0 where nothing is said and nothing holds', () => {
    expect(microF1([[0.1]], [[0]], 0.5)).toBe(0);
  });
});

describe('averagePrecision', () => {
  it('equals a value computed by hand', () => {
    // Found at ranks 1 and 3: (1/1 + 2/3) / 2.
    expect(averagePrecision([0.9, 0.8, 0.7], [1, 0, 1])).toBeCloseTo(5 / 6, 12);
  });

  it('takes equal scores together', () => {
    expect(averagePrecision([0.5, 0.5], [1, 0])).toBeCloseTo(1 / 2, 12);
    expect(averagePrecision([0.5, 0.5], [0, 1])).toBeCloseTo(1 / 2, 12);
  });

  it('is undefined for a tag that no picture has', () => {
    expect(averagePrecision([0.9], [0])).toBeUndefined();
  });
});

describe('meanAveragePrecision', () => {
  it('agrees with scikit-learn, without the tag that no picture has', () => {
    expect(meanAveragePrecision(scores, truth)).toBeCloseTo(expected.tags.meanAveragePrecision, 12);
  });

  it('takes typed arrays', () => {
    expect(meanAveragePrecision([new Float32Array([0.9, 0.1])], [new Uint8Array([1, 0])])).toBe(1);
  });

  it('is 0 without any tag', () => {
    expect(meanAveragePrecision([[0.4]], [[0]])).toBe(0);
    expect(meanAveragePrecision([], [])).toBe(0);
  });
});
