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

  test('lie where the F1 of each tag is best', () => {
    const [first = NaN, second = NaN] = fitThresholds(probabilities, truth, 0);
    expect(first).toBeGreaterThan(0.28);
    expect(first).toBeLessThanOrEqual(0.301);
    expect(second).toBeGreaterThan(0.43);
    expect(second).toBeLessThanOrEqual(0.451);
  });

  test('are drawn together by imagined studies, the rarer tag further', () => {
    const [own, drawn, far] = [0, 60, 1e9].map((prior) => fitThresholds(probabilities, truth, prior));
    const gap = (of: readonly number[] = []): number => (of[1] ?? NaN) - (of[0] ?? NaN);
    expect(gap(drawn)).toBeLessThan(gap(own));
    expect(gap(far)).toBeCloseTo(0, 6);
    // A tag that no study has follows the others.
    const rare = truth.map((row) => Float32Array.of(row[0] ?? 0, 0));
    const [common = NaN, never = NaN] = fitThresholds(probabilities, rare, 30);
    expect(never).toBeGreaterThan(0);
    expect(never).toBeLessThanOrEqual(0.5);
    expect(common).toBeGreaterThan(0.2);
  });

  test('none of no tags', () => {
    expect(fitThresholds([], [], 30)).toEqual([]);
  });
});
