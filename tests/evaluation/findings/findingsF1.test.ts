import { expect, test } from 'vitest';
import { findingsF1 } from '../../../src/evaluation/findings/findingsF1.ts';
import type { Observation } from '../../../src/evaluation/findings/observations.ts';

const set = (...names: Observation[]): ReadonlySet<Observation> => new Set(names);

test('precision, recall and F1 by hand', () => {
  const score = findingsF1(
    [set('Edema', 'Cardiomegaly'), set('Edema'), set('No Finding'), set('Fracture')],
    [set('Edema'), set('Cardiomegaly'), set('No Finding'), set('No Finding')],
  );
  expect(score.labels.Edema).toEqual({
    precision: 1,
    recall: 1 / 2,
    f1: 2 / 3,
    references: 2,
    candidates: 1,
  });
  expect(score.labels.Cardiomegaly).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  expect(score.labels['No Finding']).toMatchObject({ precision: 1 / 2, recall: 1 });
  // 1 of 2 candidates right, 4 in the references.
  expect(score.microF1).toBeCloseTo(2 / 6);
  expect(score.macroF1).toBeCloseTo(2 / 3 / 13);
  // With No Finding: 2 right of 4 candidates, 5 in the references.
  expect(score.microF1All).toBeCloseTo(4 / 9);
  expect(score.macroF1All).toBeCloseTo((2 / 3 + 2 / 3) / 14);
});

test('calling everything normal finds nothing', () => {
  expect(findingsF1([set('Edema')], [set('No Finding')])).toMatchObject({ microF1: 0, macroF1: 0 });
});
