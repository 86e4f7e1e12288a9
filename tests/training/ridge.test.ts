// Ridge regression against what can be written down.
import { expect, test } from 'vitest';
import { createRandom, nextNormal } from '../../src/random.ts';
import { applyLine, fitRidge } from '../../src/training/ridge.ts';
import { dot } from '../model/plainMath.ts';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('of one feature: covariance over variance and ridge', () => {
  const xs = [1, 2, 4, 9];
  const ys = [2, 3, 3, 8];
  const variance = mean(xs.map((x) => (x - 4) ** 2));
  const covariance = mean(xs.map((x, i) => (x - 4) * ((ys[i] ?? NaN) - 4)));
  for (const ridge of [0, 1, 10]) {
    const { weights, bias } = fitRidge(
      xs.map((x) => [x]),
      ys,
      ridge,
    );
    // Scaled to unit deviation, the sum of squares is the number of points.
    const slope = (covariance / variance) * (4 / (4 + ridge));
    expect(weights).toHaveLength(1);
    expect(weights[0]).toBeCloseTo(slope, 10);
    expect(bias).toBeCloseTo(4 - 4 * slope, 10);
  }
});

test('of two features: the normal equations, solved by Cramer', () => {
  const random = createRandom(2);
  const rows = Array.from({ length: 20 }, () => {
    const x = nextNormal(random);
    return [x, 5 * (x + nextNormal(random)) + 3];
  });
  const targets = rows.map((row) => 2 * (row[0] ?? NaN) - (row[1] ?? NaN) + nextNormal(random));
  const ridge = 7;
  const columns = [0, 1].map((j) => {
    const values = rows.map((row) => row[j] ?? NaN);
    const centred = values.map((value) => value - mean(values));
    const scale = Math.sqrt(mean(centred.map((value) => value ** 2)));
    return { centre: mean(values), scale, scaled: centred.map((value) => value / scale) };
  });
  const [u, v] = columns as [(typeof columns)[number], (typeof columns)[number]];
  const y = targets.map((value) => value - mean(targets));
  const both = dot(u.scaled, v.scaled);
  const [uu, vv] = [dot(u.scaled, u.scaled) + ridge, dot(v.scaled, v.scaled) + ridge];
  const determinant = uu * vv - both ** 2;
  const first = (dot(u.scaled, y) * vv - dot(v.scaled, y) * both) / determinant / u.scale;
  const second = (dot(v.scaled, y) * uu - dot(u.scaled, y) * both) / determinant / v.scale;
  const { weights, bias } = fitRidge(rows, targets, ridge);
  expect(weights[0]).toBeCloseTo(first, 8);
  expect(weights[1]).toBeCloseTo(second, 8);
  expect(bias).toBeCloseTo(mean(targets) - first * u.centre - second * v.centre, 8);
});

test('without a ridge it finds a plane again, and the line gives its points', () => {
  const random = createRandom(3);
  const rows = Array.from({ length: 30 }, () => Array.from({ length: 4 }, () => nextNormal(random)));
  const plane = { weights: [1, -2, 0.5, 100], bias: 7 };
  const targets = rows.map((row) => applyLine(plane, row));
  const found = fitRidge(rows, targets, 0);
  for (const [j, value] of plane.weights.entries()) expect(found.weights[j]).toBeCloseTo(value, 8);
  expect(found.bias).toBeCloseTo(7, 8);
  expect(applyLine({ weights: [2, 3], bias: 1 }, [10, 100])).toBe(321);
});

test('a larger ridge gives smaller weights; a feature that never changes gets none', () => {
  const random = createRandom(4);
  const rows = Array.from({ length: 30 }, () => [nextNormal(random), 5]);
  const targets = rows.map((row) => 3 * (row[0] ?? NaN) + nextNormal(random));
  const at = [0.1, 10, 1000].map((ridge) => fitRidge(rows, targets, ridge).weights);
  const sizes = at.map(([first]) => Math.abs(first ?? NaN));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  for (const [, still] of at) expect(still).toBe(0);
});
