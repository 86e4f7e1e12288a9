import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auroc, meanAuroc } from '../../src/evaluation/auroc.ts';

const rows = z.array(z.array(z.number()));
/** What tests/fixtures/metrics/make_auroc.py got from scikit-learn; no area for a tag that no picture has. */
const { scores, truth, counts, areas } = z
  .object({ scores: rows, truth: rows, counts: z.array(z.number()), areas: z.array(z.number().nullable()) })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/metrics/auroc.json', import.meta.url), 'utf8')));

const column = (of: readonly (readonly number[])[], tag: number): number[] =>
  of.map((row) => row[tag] ?? NaN);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('auroc', () => {
  it.each(areas.map((area, tag) => [tag, area] as const))(
    'agrees with scikit-learn on tag %d',
    (tag, area) => {
      const found = auroc(column(scores, tag), column(truth, tag));
      if (area === null) expect(found).toBeUndefined();
      else expect(found).toBeCloseTo(area, 12);
    },
  );

  it('equals a value computed by hand: of four pairs three in order, one a tie', () => {
    expect(auroc([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0])).toBeCloseTo(3.5 / 4, 12);
    expect(auroc([1, 2], [0, 1])).toBe(1);
    expect(auroc([2, 1], [0, 1])).toBe(0);
    expect(auroc(Float32Array.of(3, 3, 3), Float32Array.of(1, 0, 0))).toBe(0.5);
  });

  it('is undefined where all have it or none has', () => {
    expect(auroc([1, 2], [1, 1])).toBeUndefined();
    expect(auroc([1, 2], [0, 0])).toBeUndefined();
    expect(auroc([], [])).toBeUndefined();
  });
});

describe('meanAuroc', () => {
  const there = areas.flatMap((area) => (area === null ? [] : [area]));

  it('is the mean over the tags that have an area', () => {
    expect(there).toHaveLength(areas.length - 1);
    expect(meanAuroc(scores, truth)).toBeCloseTo(mean(there), 12);
  });

  it('leaves out tags that too few pictures have', () => {
    const fewest = Math.min(...counts.filter((count) => count > 0));
    const often = areas.flatMap((area, tag) => (area !== null && (counts[tag] ?? 0) > fewest ? [area] : []));
    expect(often.length).toBeLessThan(there.length);
    expect(meanAuroc(scores, truth, fewest + 1)).toBeCloseTo(mean(often), 12);
    // And those that too few have not.
    const inverted = truth.map((row) => row.map((value) => 1 - value));
    expect(meanAuroc(scores, inverted, fewest + 1)).toBeCloseTo(1 - mean(often), 12);
  });

  it('is 0 without any tag', () => {
    expect(meanAuroc([], [])).toBe(0);
    expect(meanAuroc([[0.4]], [[0]])).toBe(0);
  });
});
