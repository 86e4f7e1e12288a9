// Attention made visible and sayable.
import { describe, expect, test } from 'vitest';
import { contour, mapSide, regionOf, smoothField } from '../../renderer/detail/attention.ts';

const uniform = Array.from({ length: 49 }, () => 1 / 49);
const at = (row: number, column: number): number[] =>
  Array.from({ length: 49 }, (_, index) => (index === row * mapSide + column ? 1 : 0));

describe('the smooth field', () => {
  test('peaks at 1 where the weight is', () => {
    const { values, side } = smoothField(at(1, 5), 70);
    expect(Math.max(...values)).toBeCloseTo(1);
    const peak = values.indexOf(Math.max(...values));
    expect(Math.floor(peak / side / 10)).toBe(1);
    expect(Math.floor((peak % side) / 10)).toBe(5);
  });

  test('singles nothing out where the map does not', () => {
    const { values } = smoothField(uniform, 70);
    expect(Math.min(...values)).toBeCloseTo(1, 4);
  });

  test('of an empty map is empty', () => {
    const { values } = smoothField(
      uniform.map(() => 0),
      14,
    );
    expect(Math.max(...values)).toBe(0);
  });
});

describe('the outline', () => {
  test('goes round the peak and closes', () => {
    const segments = contour(smoothField(at(3, 3), 42), 0.5);
    expect(segments.length).toBeGreaterThan(8);
    const ends = new Map<string, number>();
    for (const [x1, y1, x2, y2] of segments)
      for (const end of [`${x1.toFixed(5)} ${y1.toFixed(5)}`, `${x2.toFixed(5)} ${y2.toFixed(5)}`])
        ends.set(end, (ends.get(end) ?? 0) + 1);
    expect([...ends.values()].every((times) => times === 2)).toBe(true);
    for (const [x1, y1] of segments) {
      expect(Math.hypot(x1 - 0.5, y1 - 0.5)).toBeLessThan(0.25);
    }
  });

  test('stays within the picture at its edge', () => {
    const numbers = contour(smoothField(at(6, 0), 42), 0.5).flat();
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(1);
  });
});

describe('where, in words', () => {
  test.each([
    [0, 0, 'topLeft'],
    [0, 3, 'top'],
    [1, 6, 'topRight'],
    [3, 0, 'left'],
    [3, 3, 'centre'],
    [3, 6, 'right'],
    [6, 1, 'bottomLeft'],
    [6, 3, 'bottom'],
    [5, 5, 'bottomRight'],
  ] as const)('row %i, column %i is %s', (row, column, region) => {
    expect(regionOf(at(row, column))).toBe(region);
  });

  test('a map without a peak is everywhere', () => {
    expect(regionOf(uniform)).toBe('everywhere');
    expect(regionOf(uniform.map(() => 0))).toBe('everywhere');
  });
});
