// The whole way from a model's weights to how it ranks and how sure it is, on two pictures.
import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../src/tensor/backend.ts';
import { fitJudgement } from '../../src/training/fitJudgement.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomDecoder, randomHeads } from '../model/randomModel.ts';
import { crossEntropyStage, said, tinyData, tinyTrainingConfig } from './tinyStage.ts';

beforeAll(() => startBackend('cpu'));

const { data } = tinyData({ copies: 1, lines: said });
const config = {
  ...tinyTrainingConfig([crossEntropyStage]),
  validation: { beam: 3, batchImages: 2, images: 1 },
};
const arrays = new Map([...randomDecoder(data.config, 2, 2), ...randomHeads(data.config, 3)]);
const going = new AbortController().signal;

test('gives a ranking and a confidence of finite numbers, a weight for each feature', async () => {
  const { ranking, confidence } = await fitJudgement(config, data, arrays, going);
  for (const { features, weights } of [ranking, confidence]) {
    expect(features.length).toBeGreaterThan(5);
    expect(weights).toHaveLength(features.length);
    expect(new Set(features).size).toBe(features.length);
    for (const value of weights) expect(value).toSatisfy(Number.isFinite);
  }
  for (const value of [ranking.sharpness, confidence.bias]) expect(value).toSatisfy(Number.isFinite);
  expect(ranking.sharpness).toBeGreaterThan(0);
  const preferring = { ...config, ranking: { ...config.ranking, specificity: 5 } };
  const preferred = await fitJudgement(preferring, data, arrays, going);
  const place = ranking.features.indexOf('specificity');
  const added = 5 - config.ranking.specificity;
  expect(preferred.ranking.weights[place]).toBeCloseTo((ranking.weights[place] ?? NaN) + added, 8);
});

test('the same weights give the same; no tensor stays, also where it is stopped', async () => {
  await expectNoLeak(async () => {
    const first = await fitJudgement(config, data, arrays, going);
    expect(await fitJudgement(config, data, arrays, going)).toEqual(first);
  });
  const reason = new Error('stopped');
  await expectNoLeak(() =>
    expect(fitJudgement(config, data, arrays, AbortSignal.abort(reason))).rejects.toBe(reason),
  );
});
