// The words of a topic: a decoder's steps against plain loops, and whole sentences against the steps.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { noDropout } from '../../../src/model/dropout.ts';
import { topicDecoder, unrollTopics } from '../../../src/model/reporter/topicWords.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../../src/tensor/weights.ts';
import { startId } from '../../../src/text/vocabulary.ts';
import { expectClose } from '../closeTo.ts';
import { handStepWith, type HandState } from '../handComputed.ts';
import { plus, randomRows, rowsOf, tanh, times, vectorOf } from '../plainMath.ts';
import { randomReporterDecoder, tinySizes } from './tinyDecoder.ts';

const arrays = randomReporterDecoder(tinySizes, 41);
const random = createRandom(42);
const next = (): number => random.next();
const topics = randomRows(2, tinySizes.hiddenSize, next);
const contexts = randomRows(2, tinySizes.hiddenSize, next);

let weights: Weights;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(arrays);
});

/** The first state is made of topic and context. */
function handBegin(row: number): HandState {
  const beginning = [...(topics[row] ?? []), ...(contexts[row] ?? [])];
  const both = tanh(
    plus(times(beginning, rowsOf(arrays, 'words/start/kernel')), vectorOf(arrays, 'words/start/bias')),
  );
  return { h: both.slice(0, both.length / 2), c: both.slice(both.length / 2) };
}

test('a decoder says what the equations say, for each topic and each of its sentences', () => {
  const decoder = topicDecoder(weights, tf.tensor2d(topics), tf.tensor2d(contexts));
  expect(decoder).toMatchObject({ images: 2, patches: 0, vocabularySize: tinySizes.vocabularySize });
  const beams = 2;
  let state = decoder.start(beams);
  const hand = topics.flatMap((_, row) => Array.from({ length: beams }, () => handBegin(row)));
  expectClose(
    state.h,
    hand.map(({ h }) => h),
  );
  const steps = [
    [startId, startId, startId, startId],
    [4, 5, 6, 7],
    [8, 4, 4, 8],
  ];
  for (const ids of steps) {
    const found = decoder.step(state, ids);
    const expected = ids.map((id, i) =>
      handStepWith(arrays, topics[Math.floor(i / beams)] ?? [], hand[i] ?? { h: [], c: [] }, id),
    );
    expectClose(
      found.logits,
      expected.map(({ logits }) => logits),
    );
    for (const [i, made] of expected.entries()) hand[i] = made.state;
    state = found.state;
  }
});

test('teaching whole sentences equals their steps one by one', () => {
  const ids = [
    [startId, 4, 5, 6],
    [startId, 8, 4, 7],
  ];
  const steps = 4;
  const found = unrollTopics(
    weights,
    tf.tensor2d(topics),
    tf.tensor2d(contexts),
    tf.tensor3d(
      ids.map((row) => [row]),
      undefined,
      'int32',
    ),
    noDropout,
  );
  expect(found.shape).toEqual([topics.length * steps, tinySizes.vocabularySize]);
  const expected = ids.flatMap((words, row) => {
    let state = handBegin(row);
    return words.map((id) => {
      const made = handStepWith(arrays, topics[row] ?? [], state, id);
      state = made.state;
      return made.logits;
    });
  });
  expectClose(found, expected);
});
