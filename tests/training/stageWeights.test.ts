import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../src/tensor/backend.ts';
import { encoderOf } from '../../src/training/firstWeights.ts';
import { flatten, layOut } from '../../src/training/flatWeights.ts';
import {
  disposeStageWeights,
  partWeights,
  rateShares,
  trainableNames,
  withModel,
} from '../../src/training/stageWeights.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomDecoder, randomModel, tinyConfig } from '../model/randomModel.ts';
import { crossEntropyStage } from './tinyStage.ts';

beforeAll(() => startBackend('cpu'));

// A stage knows no heads: they are trained after all stages.
const arrays = new Map([...encoderOf(randomModel().arrays), ...randomDecoder(tinyConfig, 1)]);
const names = [...arrays.keys()];
const decoder = names.filter((name) => /^(tags|attention|words)\//.test(name)).sort();

test('a frozen encoder: the decoder alone, whatever the order', () => {
  expect(trainableNames(names, undefined)).toEqual(decoder);
  expect(trainableNames([...names].reverse(), undefined)).toEqual(decoder);
});

test('unfreezing goes from the top down', () => {
  const added = (from: string): string[] =>
    trainableNames(names, from).filter((name) => !decoder.includes(name));
  expect(added('Conv_1_conv')).toEqual(['Conv_1_conv/bias', 'Conv_1_conv/kernel']);
  const blocks = new Set(added('expanded_conv_15').map((name) => name.replace(/_(expand|dw|project).*/, '')));
  expect(blocks).toEqual(
    new Set(['Conv_1_conv/bias', 'Conv_1_conv/kernel', 'expanded_conv_15', 'expanded_conv_16']),
  );
  expect(trainableNames(names, 'stem_conv')).toEqual([...names].sort());
});

test('the encoder has a rate of its own', () => {
  const layout = layOut(arrays, ['Conv_1_conv/bias', 'tags/output/bias', 'words/output/bias']);
  const shares = rateShares(layout, { rate: 0.01, encoderRate: 0.001 });
  const encoder = 1280;
  expect(shares.length).toBe(encoder + 4 + 8);
  expect([...new Set(shares.slice(0, encoder))]).toEqual([Math.fround(0.1)]);
  expect([...new Set(shares.slice(encoder))]).toEqual([1]);
});

test('the model is put together from both parts, and freed', async () => {
  await expectNoLeak(async () => {
    const parts = partWeights(arrays, { ...crossEntropyStage, unfreezeFrom: 'Conv_1_conv' });
    const flat = tf.tensor1d(flatten(parts.layout, arrays));
    const seen = await withModel(parts, flat, (weights) => {
      for (const [name, { shape }] of arrays) expect(weights[name]?.shape).toEqual(shape);
      return Promise.resolve(Object.keys(weights).length);
    });
    expect(seen).toBe(arrays.size);
    await expect(withModel(parts, flat, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    disposeStageWeights(parts);
    flat.dispose();
  });
});
