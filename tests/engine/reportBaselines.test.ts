import { beforeAll, describe, expect, test } from 'vitest';
import {
  constantReport,
  nearestStudies,
  randomReports,
  type PooledStudy,
} from '../../src/engine/reportBaselines.ts';
import type { ReportText } from '../../src/evaluation/reportScores.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { expectNoLeak } from '../model/noLeak.ts';

beforeAll(() => startBackend('cpu'));

const report = (...findings: string[]): ReportText => ({ findings, impression: [] });
const normal = report('The heart is normal in size.', 'The lungs are clear of focal consolidation.');
const almost = report('The heart is normal in size.', 'The lungs are clear.');
const odd = report('A pacemaker is seen over the left chest wall with leads in place.');

test('the constant report is the one that says best what all say', () => {
  expect(constantReport([odd, normal, almost, normal, odd, odd, normal, normal])).toBe(normal);
  expect(constantReport([report(), odd, report()])).toBe(odd);
});

test('reports by chance have findings, and are the same each time', () => {
  const training = [normal, report(), almost, odd];
  const drawn = randomReports(training, 40);
  expect(new Set(drawn)).toEqual(new Set([normal, almost, odd]));
  expect(randomReports(training, 40)).toEqual(drawn);
});

describe('the nearest study', () => {
  const study = (pooled: readonly number[], present: readonly [number, number] = [1, 1]): PooledStudy => ({
    pooled: Float32Array.from(pooled),
    present,
  });

  test('is that whose films point the same way, whatever their length', async () => {
    const training = [study([1, 0, 0, 1]), study([0, 1, 1, 0]), study([1, 1, 1, 1])];
    const found = await nearestStudies([study([0, 9, 5, 0.1]), study([3, 2, 3, 2])], training);
    expect([...found]).toEqual([1, 2]);
  });

  test('is judged by the views that both have: one that shares none is never near', async () => {
    const training = [study([0, 0, 1, 0], [0, 1]), study([1, 0.5, 0, 0], [1, 0]), study([0, 1, 1, 0])];
    const found = await nearestStudies([study([1, 0, 0, 0], [1, 0]), study([0, 0, 1, 0], [0, 1])], training);
    expect([...found]).toEqual([1, 0]);
  });

  test('leaves no tensors', async () => {
    await expectNoLeak(() => nearestStudies([study([1, 2, 3, 4])], [study([4, 3, 2, 1])]));
  });
});
