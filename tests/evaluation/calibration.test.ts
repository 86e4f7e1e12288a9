import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrate,
  coverageCurve,
  expectedCalibrationError,
  fitIsotonic,
  fitPlatt,
} from '../../src/evaluation/calibration.ts';
import { expected } from './fixture.ts';

const { confidences, at, isotonic, platt } = expected.calibration;
const outcomes = expected.calibration.outcomes.map((outcome) => outcome === 1);

const anyPairs = fc
  .array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.boolean()), { minLength: 1 })
  .map((pairs) => ({ x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) }));

describe('fitIsotonic', () => {
  it('agrees with scikit-learn', () => {
    const scale = fitIsotonic(confidences, outcomes);
    at.forEach((x, i) => expect(calibrate(scale, x), `at ${x}`).toBeCloseTo(isotonic[i] as number, 10));
  });

  it('pools a violator', () => {
    expect(fitIsotonic([1, 2, 3], [false, true, false])).toEqual({
      kind: 'isotonic',
      x: [1, 2, 3],
      y: [0, 0.5, 0.5],
    });
  });

  it('never falls and stays between 0 and 1', () => {
    fc.assert(
      fc.property(anyPairs, ({ x, y }) => {
        const scale = fitIsotonic(x, y);
        const fitted = x.toSorted((a, b) => a - b).map((value) => calibrate(scale, value));
        fitted.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(i === 0 ? 0 : (fitted[i - 1] as number) - 1e-12);
          expect(value).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('fitPlatt', () => {
  it('agrees with scikit-learn', () => {
    const scale = fitPlatt(confidences, outcomes);
    at.forEach((x, i) => expect(calibrate(scale, x), `at ${x}`).toBeCloseTo(platt[i] as number, 4));
  });

  it('stays finite, also where a confidence separates or outcomes are all the same', () => {
    fc.assert(
      fc.property(anyPairs, ({ x, y }) => {
        const scale = fitPlatt(x, y);
        expect([scale.a, scale.b].every(Number.isFinite)).toBe(true);
      }),
    );
    expect(calibrate(fitPlatt([0, 1], [true, true]), 0.5)).toBeCloseTo(3 / 4, 6);
  });
});

describe('expectedCalibrationError', () => {
  it('equals a value computed by hand', () => {
    // Bin of 0.2: 0.2 against 1/2. Bin of 0.9: 0.9 against 1. Weighted 2/3 and 1/3.
    const { error, bins } = expectedCalibrationError([0.2, 0.2, 0.9], [true, false, true], 5);
    expect(error).toBeCloseTo((2 / 3) * 0.3 + (1 / 3) * 0.1, 12);
    expect(bins.map(({ count }) => count)).toEqual([0, 2, 0, 0, 1]);
  });

  it('puts 1 into the last bin', () => {
    expect(expectedCalibrationError([1], [true]).bins.at(-1)?.count).toBe(1);
  });
});

describe('coverageCurve', () => {
  it('covers the surest first', () => {
    const good = [1, 0, 1, 0];
    const curve = coverageCurve(
      [0.9, 0.1, 0.8, 0.5],
      (covered) => covered.reduce((sum, i) => sum + (good[i] as number), 0) / covered.length,
      [0, 0.5, 1],
    );
    expect(curve).toEqual([
      { coverage: 0.25, threshold: 0.9, value: 1 },
      { coverage: 0.5, threshold: 0.8, value: 1 },
      { coverage: 1, threshold: 0.1, value: 0.5 },
    ]);
  });
});
