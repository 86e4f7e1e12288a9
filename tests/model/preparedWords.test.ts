import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { beamSearch } from '../../src/model/beamSearch.ts';
import { disposePrepared, prepareWords, preparedDecoder } from '../../src/model/preparedWords.ts';
import { plainDecoder, type WordDecoder } from '../../src/model/wordDecoder.ts';
import { startBackend, type BackendName } from '../../src/tensor/backend.ts';
import { startId } from '../../src/text/vocabulary.ts';
import { expectNoLeak } from './noLeak.ts';
import { sentenceModel } from './sentenceModel.ts';

/** Logits, state and map of three steps, two sentences an image. */
function threeSteps(decoder: WordDecoder): number[][] {
  return tf.tidy(() => {
    let state = decoder.start(2);
    const found: number[][] = [];
    for (const ids of [
      [startId, startId, startId, startId],
      [4, 7, 9, 4],
      [5, 5, 19, 6],
    ]) {
      const step = decoder.step(state, ids);
      found.push(
        ...[step.logits, step.state.h, step.state.c, step.visualMap].map((x) => [...(x?.dataSync() ?? [])]),
      );
      state = step.state;
    }
    return found;
  });
}

describe.each(['cpu', 'wasm'] satisfies BackendName[])('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test('a prepared step is a plain step', async () => {
    const { weights, memory } = sentenceModel(1, 2, 20, 2);
    const plain = threeSteps(plainDecoder(weights, memory));
    const decoder = preparedDecoder(await prepareWords(weights), memory);
    const found = threeSteps(decoder);
    for (const [i, values] of plain.entries())
      for (const [k, value] of values.entries()) expect(found[i]?.[k]).toBeCloseTo(value, 4);
  });

  test('a search finds the same sentences', async () => {
    const { weights, memory } = sentenceModel(2, 3, 20, 3);
    const options = { beam: 3, maxWords: 8, lengthPower: 0.7 };
    const plain = await beamSearch(plainDecoder(weights, memory), options);
    const found = await beamSearch(preparedDecoder(await prepareWords(weights), memory), options);
    const idsOf = (sentences: typeof plain): number[][][] =>
      sentences.map((own) => own.map(({ words }) => words.map((word) => word.id)));
    expect(idsOf(found)).toEqual(idsOf(plain));
  });

  test('nothing is left behind', async () => {
    const { weights, memory } = sentenceModel(3, 2, 20, 3);
    await expectNoLeak(async () => {
      const prepared = await prepareWords(weights);
      const decoder = preparedDecoder(prepared, memory);
      await beamSearch(decoder, { beam: 2, maxWords: 6, lengthPower: 0.7 });
      decoder.dispose();
      disposePrepared(prepared);
    });
  });
});
