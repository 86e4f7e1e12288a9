import { expect, test } from 'vitest';
import { weightedSum } from '../../src/model/weightedSum.ts';

const values = new Map([
  ['length', 3],
  ['score', -2],
]);

test('each feature counts with its weight, from the bias on', () => {
  const weighting = { features: ['score', 'length'], weights: [0.5, 4] };
  expect(weightedSum(weighting, values)).toBe(11);
  expect(weightedSum(weighting, values, 100)).toBe(111);
  expect(weightedSum({ features: [], weights: [] }, values, 7)).toBe(7);
});
