// Which weights the stages of a reporter train, and which studies, films and tags their steps draw.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gridChannels } from '../../../src/model/mobileNetV2.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { cachedGrids, decoderCourse, decoderWeights } from '../../../src/training/reporter/decoderStage.ts';
import { tagWeights } from '../../../src/training/reporter/encoderStage.ts';
import type { StudyData } from '../../../src/training/reporter/studyData.ts';
import { presence } from '../../../src/training/reporter/tagLesson.ts';
import { randomReporter } from '../../model/randomReporter.ts';
import { studyOf } from './studyOf.ts';
import { tinyReporterTraining } from './tinyTraining.ts';

beforeAll(() => startBackend('cpu'));

const content = randomReporter();
const names = [...content.arrays.keys()];

describe('what is trained', () => {
  test('by an encoder stage: the tag classifier, and the encoder from a part of it upwards', () => {
    const frozen = tagWeights(content.arrays, { unfreezeFrom: undefined });
    expect(frozen.sort()).toEqual(
      ['tags/hidden/bias', 'tags/hidden/kernel', 'tags/output/bias', 'tags/output/kernel'].sort(),
    );
    const thawed = tagWeights(content.arrays, { unfreezeFrom: 'Conv_1_conv' });
    expect(thawed.filter((name) => !frozen.includes(name))).toEqual(
      names.filter((name) => name.startsWith('Conv_1_conv')),
    );
  });

  test("by the decoder's: all but encoder, tag classifier and gate, each weight by one kind of stage", () => {
    const decoder = new Set(decoderWeights(content.arrays));
    const encoder = new Set(tagWeights(content.arrays, { unfreezeFrom: 'stem_conv' }));
    for (const name of names) {
      const times = Number(decoder.has(name)) + Number(encoder.has(name));
      expect(times, name).toBe(name.startsWith('gate/') ? 0 : 1);
    }
    expect(decoder.has('tags/embedding')).toBe(true);
  });
});

describe('steps of the decoder', () => {
  const count = 400;
  const unread = (): Promise<never> => Promise.reject(new Error('nobody looks at the films here'));
  // Every second study is normal; every tenth has no words.
  const train: StudyData = {
    studies: Array.from({ length: count }, (_, i) => studyOf({ uid: `${i}` })),
    films: {
      pixels: { count, key: '', read: unread, close: () => Promise.resolve() },
      places: Array.from({ length: count }, (_, i) => ({ frontal: [i], lateral: [] })),
    },
    truth: Array.from({ length: count }, () => Float32Array.from(content.tags, () => 0)),
    ids: Array.from({ length: count }, (_, i) => (i % 10 === 9 ? [[], []] : [[[4, 5]], []])),
    said: Array.from({ length: count }, () => Float32Array.from(content.tags, () => 0)),
    references: Array.from({ length: count }, () => ({ findings: [], impression: [], observed: new Set() })),
    normal: Array.from({ length: count }, (_, i) => i % 2 === 0),
  };
  const courseOf = (normalShare: number) => {
    const { decoder } = tinyReporterTraining();
    const cache = { views: 1, read: unread, close: () => Promise.resolve() };
    return decoderCourse({
      stage: { ...decoder, batchStudies: 8, normalShare },
      base: content.arrays,
      speaker: content,
      ...{ train, trainCache: cache, validation: train, validationCache: cache, probabilities: [] },
    });
  };

  test('take every abnormal study that says something, and a share of the normal ones, in an order by chance', () => {
    const drawn = courseOf(0.25).batches(createRandom(1));
    const studies = drawn.flat();
    expect(drawn.every((batch) => batch.length === 8)).toBe(true);
    expect(new Set(studies).size).toBe(studies.length);
    expect(studies.some((study) => study % 10 === 9)).toBe(false);
    const abnormal = studies.filter((study) => study % 2 === 1).length;
    // All 160 but those of a last step that is not full.
    expect(abnormal).toBeGreaterThan(160 - 8);
    expect((studies.length - abnormal) / 200).toBeCloseTo(0.25, 1);
    expect(courseOf(0.25).batches(createRandom(1))).toEqual(drawn);
    expect(courseOf(0.25).batches(createRandom(2))).not.toEqual(drawn);
    expect(courseOf(1).batches(createRandom(1)).flat()).toHaveLength(360);
    expect(
      courseOf(0)
        .batches(createRandom(1))
        .flat()
        .every((study) => study % 2 === 1),
    ).toBe(true);
  });
});

test('a view that is missing is marked, whatever film stands in for it', async () => {
  const chosen = { frontal: [3, undefined], lateral: [undefined, 5] };
  expect(presence(chosen).arraySync()).toEqual([
    [1, 0],
    [0, 1],
  ]);
  const asked: (readonly number[])[] = [];
  const cache = {
    views: 2,
    read: (places: readonly number[], views: readonly number[]) => {
      asked.push(places, views);
      return Promise.resolve(tf.zeros<tf.Rank.R3>([places.length, 49, gridChannels]));
    },
    close: () => Promise.resolve(),
  };
  const grids = await cachedGrids(cache, chosen, () => 1);
  expect(asked).toEqual([
    [3, 0],
    [1, 1],
    [0, 5],
    [1, 1],
  ]);
  expect(grids.present.arraySync()).toEqual([
    [1, 0],
    [0, 1],
  ]);
});
