import { describe, expect, test } from 'vitest';
import { reporterTrainingSchema } from '../../../src/training/reporter/reporterTraining.ts';
import { hashReporterTraining } from '../../../src/training/reporter/readReporterTraining.ts';
import { tinyReporterTraining } from './tinyTraining.ts';

const config = tinyReporterTraining();
const [stage] = config.encoder;
const hash = (changed: Partial<typeof config>, stages: number, limit?: number): string =>
  hashReporterTraining({ ...config, ...changed }, stages, limit);

describe('a run of so many stages', () => {
  test('goes on with the same config alone: seed, sizes, data, limit', () => {
    expect(hash({}, 1)).toBe(hash({ ...config }, 1));
    for (const changed of [
      { seed: 9 },
      { data: 'other' },
      { model: { ...config.model, hiddenSize: 99 } },
      { encoder: [{ ...stage, epochs: 99 }] } as Partial<typeof config>,
    ])
      expect(hash(changed, 1)).not.toBe(hash({}, 1));
    expect(hash({}, 1, 5)).not.toBe(hash({}, 1));
    expect(hash({}, 2)).not.toBe(hash({}, 1));
  });

  test('does not mind what only comes later', () => {
    const later = { decoder: { ...config.decoder, epochs: 99 }, gate: { ...config.gate, steps: 9 } };
    expect(hash(later, 1)).toBe(hash({}, 1));
    expect(hash(later, 2)).not.toBe(hash({}, 2));
    expect(hash({ gate: later.gate, output: 'elsewhere' }, 2)).toBe(hash({}, 2));
  });
});

test('a chest is never mirrored, and nothing is left to a hidden default', () => {
  const parse = (changed: object): boolean =>
    reporterTrainingSchema.safeParse({ ...config, ...changed }).success;
  expect(parse({})).toBe(true);
  expect(parse({ augmentation: { ...config.augmentation, flip: true } })).toBe(false);
  expect(parse({ encoder: [] })).toBe(false);
  expect(parse({ gate: undefined })).toBe(false);
  expect(parse({ surplus: 1 })).toBe(false);
});
