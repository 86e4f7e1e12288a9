import { beforeAll, expect, test } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { endId, padId, startId } from '../../src/text/vocabulary.ts';
import { drawCaptions, toCaptionBatch } from '../../src/training/captionBatch.ts';

beforeAll(() => startBackend('cpu'));

test('what is read, what should be said, and what counts', () => {
  const { inputs, targets, mask, wordCount } = toCaptionBatch(
    [
      [[5, 6, 7], [8]],
      [[], [9, 4]],
    ],
    3,
  );
  expect(inputs.dtype).toBe('int32');
  expect(inputs.arraySync()).toEqual([
    [
      [startId, 5, 6, 7],
      [startId, 8, padId, padId],
    ],
    [
      [startId, padId, padId, padId],
      [startId, 9, 4, padId],
    ],
  ]);
  expect(tf.reshape(targets, [4, 4]).arraySync()).toEqual([
    [5, 6, 7, endId],
    [8, endId, padId, padId],
    [endId, padId, padId, padId],
    [9, 4, endId, padId],
  ]);
  expect(tf.reshape(mask, [4, 4]).arraySync()).toEqual([
    [1, 1, 1, 1],
    [1, 1, 0, 0],
    [1, 0, 0, 0],
    [1, 1, 1, 0],
  ]);
  expect(wordCount).toBe(10);
});

test('captions of a photo are all different while they last', () => {
  const captions = [[4], [5], [6]];
  const random = createRandom(1);
  const firsts = new Set<number>();
  for (let draw = 0; draw < 50; draw++) {
    const drawn = drawCaptions(captions, 3, random);
    expect(new Set(drawn).size).toBe(3);
    firsts.add(drawn[0]?.[0] ?? NaN);
  }
  expect(firsts).toEqual(new Set([4, 5, 6]));
  const more = drawCaptions(captions, 5, random);
  expect(more.slice(3)).toEqual(more.slice(0, 2));
  expect(captions).toEqual([[4], [5], [6]]);
  expect(drawCaptions(captions, 2, createRandom(9))).toEqual(drawCaptions(captions, 2, createRandom(9)));
});
