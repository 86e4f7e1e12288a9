import { describe, expect, test } from 'vitest';
import { createRandom, nextNormal } from '../../../src/random.ts';
import { fitTemperature, fitThresholds, toProbabilities } from '../../../src/training/reporter/judge.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('the temperature', () => {
  test.each([0.6, 1, 2.5])('is found again where logits were made too sure by it: %d', (temperature) => {
    const random = createRandom(2);
    const honest = Array.from({ length: 6000 }, () => [2 * nextNormal(random), nextNormal(random) - 1]);
    const truth = honest.map((row) => Float32Array.from(row, (x) => (random.next() < sigmoid(x) ? 1 : 0)));
    const logits = honest.map((row) => Float32Array.from(row, (x) => temperature * x));
    const found = fitTemperature(logits, truth);
    expect(Math.abs(Math.log(found / temperature))).toBeLessThan(0.05);
    const probabilities = toProbabilities(logits, temperature);
    expect(probabilities[0]?.[0]).toBeCloseTo(sigmoid(honest[0]?.[0] ?? NaN), 5);
  });

  test('stays within its bounds where nothing can be learnt', () => {
    const sure = [Float32Array.of(5), Float32Array.of(-5)];
    expect(fitTemperature(sure, [Float32Array.of(1), Float32Array.of(0)])).toBeCloseTo(0.3, 3);
    expect(fitTemperature(sure, [Float32Array.of(0), Float32Array.of(1)])).toBeCloseTo(4, 3);
  });
});

describe('thresholds', () => {
  /** Two tags: the first is there from 0.3 on, the second from 0.45 on. */
  const probabilities = Array.from({ length: 100 }, (_, i) => Float32Array.of(i / 100, i / 100));
  const truth = probabilities.map(([p = 0]) => Float32Array.of(p >= 0.295 ? 1 : 0, p >= 0.445 ? 1 : 0));

  test('lie where the F1 of the scored tags is best', () => {
    const [first = NaN] = fitThresholds(probabilities, truth, [0, 0], [0]);
    expect(first).toBeGreaterThan(0.25);
    expect(first).toBeLessThanOrEqual(0.301);
  });

  test('are higher for a tag that is more frequent, where that is better', () => {
    const low = truth.map((row) => Float32Array.of(row[0] ?? 0, (row[1] ?? 0) + 0));
    const [first = NaN, second = NaN] = fitThresholds(probabilities, low, [0.2, 0.7], [0, 1]);
    expect(second - first).toBeGreaterThan(0.1);
    expect(second - first).toBeLessThan(0.2);
  });

  test('none of no tags', () => {
    expect(fitThresholds([], [], [], [])).toEqual([]);
  });
});
