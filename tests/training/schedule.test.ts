import { expect, test } from 'vitest';
import { rateShare } from '../../src/training/schedule.ts';

test('rises in a line, then falls along a half cosine', () => {
  const share = (step: number): number => rateShare(step, 110, 10, 0.2);
  expect(share(0)).toBeCloseTo(0.1);
  expect(share(4)).toBeCloseTo(0.5);
  expect(share(9)).toBe(1);
  expect(share(10)).toBe(1);
  expect(share(60)).toBeCloseTo(0.6);
  expect(share(85)).toBeCloseTo(0.2 + 0.8 * 0.5 * (1 - Math.SQRT1_2));
  expect(share(110)).toBeCloseTo(0.2);
  expect(share(500)).toBeCloseTo(0.2);
});

test('starts at the peak without a warm-up, also in a stage shorter than its warm-up', () => {
  expect(rateShare(0, 10, 0, 0)).toBe(1);
  expect(rateShare(3, 2, 5, 0.1)).toBeCloseTo(0.8);
  expect(rateShare(5, 2, 5, 0.1)).toBe(1);
});
