// Co-attention, LSTM and tag classifier against the same equations in plain loops, at sizes of a few units.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coAttend, initCoAttention, prepareMemory, type Memory } from '../../src/model/coAttention.ts';
import { noDropout } from '../../src/model/dropout.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import { initTagClassifier, semanticFeatures, tagLogits } from '../../src/model/tagClassifier.ts';
import { initWordLstm, startState, stepWord, unrollWords } from '../../src/model/wordLstm.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../src/tensor/weights.ts';
import { startId } from '../../src/text/vocabulary.ts';
import { expectClose } from './closeTo.ts';
import { handAttend, handMemory, handStart, handStep, type HandMemory } from './handComputed.ts';
import { expectNoLeak } from './noLeak.ts';
import { mean, plus, randomRows, relu, rowsOf, times, vectorOf } from './plainMath.ts';

const sizes = { visualSize: 4, hiddenSize: 3, attentionSize: 2, vocabularySize: 7 };
const patches = 5;
const tagsSeen = 2;
const images = 2;
const random = createRandom(11);
const next = (): number => random.next();
const arrays = new Map([...initCoAttention(sizes, next), ...initWordLstm(sizes, next)]);
// Biases start at zero: other values show that each is added where it should be.
for (const [name, { data }] of arrays) {
  if (/bias|b_fc/i.test(name)) for (const i of data.keys()) data[i] = next() - 0.5;
}
const grids = Array.from({ length: images }, () => randomRows(patches, sizes.visualSize, next));
const semantics = Array.from({ length: images }, () => randomRows(tagsSeen, sizes.hiddenSize, next));
const byHand: readonly HandMemory[] = grids.map((grid, i) => handMemory(arrays, grid, semantics[i] ?? []));

let weights: Weights;
let memory: Memory;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(arrays);
  memory = prepareMemory(weights, tf.tensor3d(grids), tf.tensor3d(semantics));
});
afterAll(() => {
  tf.disposeVariables();
});

const memoryOf = (image: number): HandMemory => byHand[image] ?? { visual: [], semantic: [] };

describe('co-attention', () => {
  test('features, maps and context are those of the equations, for each image and state', () => {
    expectClose(
      memory.visual,
      byHand.flatMap((m) => m.visual),
    );
    const states = Array.from({ length: images }, () => randomRows(3, sizes.hiddenSize, next));
    const found = coAttend(weights, memory, tf.tensor3d(states));
    expect(found.context.shape).toEqual([images, 3, sizes.hiddenSize]);
    const expected = states.flatMap((rows, image) => rows.map((h) => handAttend(arrays, memoryOf(image), h)));
    expectClose(
      found.context,
      expected.map((e) => e.context),
    );
    expectClose(
      found.visualMap,
      expected.map((e) => e.visualMap),
    );
    expectClose(
      found.semanticMap,
      expected.map((e) => e.semanticMap),
    );
  });

  test('maps sum to 1', () => {
    const { visualMap, semanticMap } = coAttend(weights, memory, tf.ones([images, 4, sizes.hiddenSize]));
    expectClose(tf.sum(visualMap, 2), [Array.from({ length: images * 4 }, () => 1)]);
    expectClose(tf.sum(semanticMap, 2), [Array.from({ length: images * 4 }, () => 1)]);
  });

  test('a state of another size is a bug that is named', () => {
    expect(() => coAttend(weights, memory, tf.ones([images, 1, 9]))).toThrow(/state has shape \[2, 1, 9\]/);
  });
});

describe('word LSTM', () => {
  test('the first state is that of the means, the same for each sentence of an image', () => {
    const { h, c } = startState(weights, memory, 2);
    const expected = byHand.map((m) => handStart(arrays, m));
    expectClose(
      h,
      expected.flatMap((s) => [s.h, s.h]),
    );
    expectClose(
      c,
      expected.flatMap((s) => [s.c, s.c]),
    );
  });

  test('one step is that of the equations', () => {
    const states = Array.from({ length: images }, () => ({
      h: randomRows(2, sizes.hiddenSize, next),
      c: randomRows(2, sizes.hiddenSize, next),
    }));
    const ids = [
      [startId, 4],
      [6, 2],
    ];
    const found = stepWord(
      weights,
      memory,
      { h: tf.tensor3d(states.map((s) => s.h)), c: tf.tensor3d(states.map((s) => s.c)) },
      tf.tensor2d(ids, undefined, 'int32'),
    );
    const expected = states.flatMap(({ h, c }, image) =>
      h.map((row, k) => handStep(arrays, memoryOf(image), { h: row, c: c[k] ?? [] }, ids[image]?.[k] ?? 0)),
    );
    expectClose(
      found.state.h,
      expected.map((e) => e.state.h),
    );
    expectClose(
      found.state.c,
      expected.map((e) => e.state.c),
    );
    expectClose(
      found.logits,
      expected.map((e) => e.logits),
    );
    expectClose(
      found.visualMap,
      expected.map((e) => e.visualMap),
    );
  });

  test('teaching whole sentences equals taking their steps one by one', () => {
    const ids = [
      [
        [startId, 4, 5, 6],
        [startId, 6, 6, 2],
        [startId, 5, 4, 4],
      ],
      [
        [startId, 2, 3, 4],
        [startId, 4, 4, 4],
        [startId, 6, 5, 4],
      ],
    ];
    const steps = 4;
    const taught = unrollWords(weights, memory, tf.tensor3d(ids, undefined, 'int32'), noDropout);
    expect(taught.logits.shape).toEqual([images * 3 * steps, sizes.vocabularySize]);
    expect(taught.visualMaps).toHaveLength(steps);
    let state = startState(weights, memory, 3);
    const logits: tf.Tensor2D[] = [];
    for (let t = 0; t < steps; t++) {
      const last = ids.map((sentences) => sentences.map((sentence) => sentence[t] ?? 0));
      const step = stepWord(weights, memory, state, tf.tensor2d(last, undefined, 'int32'));
      state = step.state;
      logits.push(step.logits);
      expectClose(taught.visualMaps[t] as tf.Tensor, [[...step.visualMap.dataSync()]]);
    }
    const inOrder = tf.stack(logits, 1); // [images * K, T, vocabulary]
    expectClose(taught.logits, [[...inOrder.dataSync()]]);
  });
});

describe('tag classifier', () => {
  const config = { tagHiddenSize: 3, tagCount: 5, hiddenSize: 4 };
  const tagArrays = initTagClassifier(config, [0.5, 0.2, 0.1, 0.3, 0.9], next);
  const wide = randomRows(images * 2, gridChannels, next);

  test('logits are those of a perceptron on the mean patch', () => {
    const found = tagLogits(toTensors(tagArrays), tf.tensor3d([wide.slice(0, 2), wide.slice(2)]));
    const expected = [wide.slice(0, 2), wide.slice(2)].map((grid) => {
      const hidden = relu(
        plus(
          times(mean(grid), rowsOf(tagArrays, 'tags/hidden/kernel')),
          vectorOf(tagArrays, 'tags/hidden/bias'),
        ),
      );
      return plus(
        times(hidden, rowsOf(tagArrays, 'tags/output/kernel')),
        vectorOf(tagArrays, 'tags/output/bias'),
      );
    });
    expectClose(found, expected);
  });

  test('untrained, it gives the frequencies where nothing is seen', () => {
    const logits = tagLogits(toTensors(tagArrays), tf.zeros([1, 2, gridChannels]));
    expectClose(tf.sigmoid(logits), [[0.5, 0.2, 0.1, 0.3, 0.9]]);
  });

  test('the semantic features are the embeddings of the most probable tags, in their order', () => {
    const logits = tf.tensor2d([
      [0, 3, -1, 2, 1],
      [5, -4, 0, 1, 6],
    ]);
    const rows = rowsOf(tagArrays, 'tags/embedding');
    const found = semanticFeatures(toTensors(tagArrays), logits, 2);
    expect(found.shape).toEqual([2, 2, config.hiddenSize]);
    expectClose(
      found,
      [1, 3, 4, 0].map((tag) => rows[tag] ?? []),
    );
  });
});

test('in a tidy, nothing but what is returned stays', async () => {
  await expectNoLeak(() => {
    tf.tidy(() => {
      const state = startState(weights, memory, 2);
      stepWord(
        weights,
        memory,
        state,
        tf.tensor2d(
          [
            [4, 4],
            [5, 5],
          ],
          undefined,
          'int32',
        ),
      );
    });
  });
});
