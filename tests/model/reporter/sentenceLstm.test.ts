// The sentence LSTM, its topics and its stop control against the same equations in plain loops; studies with both views,
// with one, and with fewer tags than there are places.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Memory } from '../../../src/model/coAttention.ts';
import { noDropout } from '../../../src/model/dropout.ts';
import { sections } from '../../../src/model/reporter/config.ts';
import {
  startSections,
  stepSentence,
  unrollSentences,
  type SentenceStep,
} from '../../../src/model/reporter/sentenceLstm.ts';
import { patchesPerView } from '../../../src/model/reporter/studyFeatures.ts';
import { rememberStudies, toAssertions } from '../../../src/model/reporter/studyTags.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../../src/tensor/weights.ts';
import { expectClose } from '../closeTo.ts';
import { expectNoLeak } from '../noLeak.ts';
import { randomRows, type Row } from '../plainMath.ts';
import { handSentence, handStartSection, handStudy, spreadMap, type HandSentence } from './handReporter.ts';
import { randomReporterDecoder, randomStudy, tinySizes, toGrids } from './tinyDecoder.ts';

const arrays = randomReporterDecoder(tinySizes, 21);
const random = createRandom(22);
const next = (): number => random.next();
const studies = [
  randomStudy([true, true], next),
  randomStudy([false, true], next),
  randomStudy([true, false], next),
];
const tags = [[3, 0], [], [1]];
const byHand = studies.map((study, n) => handStudy(arrays, study, tags[n] ?? []));
const width = 1 + tinySizes.semanticCount;

let weights: Weights;
let memory: Memory;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(arrays);
  memory = rememberStudies(weights, toGrids(studies), toAssertions(tags, tinySizes));
});

/** For each study and section what `of` gives, in the order of the tensors. */
const each = <T>(of: (study: number, section: number) => T): T[] =>
  studies.flatMap((_, study) => sections.map((_, section) => of(study, section)));

const memoryOf = (study: number) => byHand[study] ?? { visual: [], semantic: [] };

function expectStep(found: SentenceStep, expected: readonly HandSentence[]): void {
  expectClose(
    found.h,
    expected.map(({ state }) => state.h),
  );
  expectClose(
    found.c,
    expected.map(({ state }) => state.c),
  );
  expectClose(
    found.topic,
    expected.map(({ topic }) => topic),
  );
  expectClose(
    found.context,
    expected.map(({ context }) => context),
  );
  expectClose(
    found.stop,
    expected.map(({ stop }) => [stop]),
  );
}

const spreadTags = (map: Row): number[] => Array.from({ length: width }, (_, i) => map[i] ?? 0);

test('each section begins with a state of its own, from the means of what is there', () => {
  const { h, c } = startSections(weights, memory);
  expect(h.shape).toEqual([studies.length, sections.length, tinySizes.hiddenSize]);
  const expected = each((study, section) => handStartSection(arrays, memoryOf(study), section));
  expectClose(
    h,
    expected.map((state) => state.h),
  );
  expectClose(
    c,
    expected.map((state) => state.c),
  );
});

describe('one step', () => {
  const states = each(() => ({
    h: randomRows(1, tinySizes.hiddenSize, next)[0] ?? [],
    c: randomRows(1, tinySizes.hiddenSize, next)[0] ?? [],
  }));
  const befores = each(() => randomRows(1, tinySizes.hiddenSize, next)[0] ?? []);
  const shape: [number, number, number] = [studies.length, sections.length, tinySizes.hiddenSize];
  const step = (): SentenceStep =>
    stepSentence(
      weights,
      memory,
      {
        h: tf.tensor3d(
          states.flatMap(({ h }) => h),
          shape,
        ),
        c: tf.tensor3d(
          states.flatMap(({ c }) => c),
          shape,
        ),
      },
      tf.tensor3d(befores.flat(), shape),
    );
  const expected = each((study, section) => {
    const row = study * sections.length + section;
    return handSentence(arrays, memoryOf(study), states[row] ?? { h: [], c: [] }, befores[row] ?? []);
  });

  test('gives state, topic, context and stop of the equations', () => {
    expectStep(step(), expected);
  });

  test('looks at what is there alone: a missing view and a missing tag weigh nothing', () => {
    const found = step();
    expect(found.visualMap.shape).toEqual([studies.length, sections.length, 2 * patchesPerView]);
    const studyOf = (row: number) =>
      studies[Math.floor(row / sections.length)] ?? { frontal: [], lateral: [] };
    expectClose(
      found.visualMap,
      expected.map(({ visualMap }, row) => spreadMap(visualMap, studyOf(row))),
    );
    expectClose(
      found.semanticMap,
      expected.map(({ semanticMap }) => spreadTags(semanticMap)),
    );
    const maps = found.visualMap.arraySync();
    for (const map of maps[1] ?? [])
      expect(map.slice(0, patchesPerView).every((value) => value === 0)).toBe(true);
    for (const map of maps[2] ?? [])
      expect(map.slice(patchesPerView).every((value) => value === 0)).toBe(true);
  });

  test('depends in no bit on what stands in for a missing view', () => {
    const other = rememberStudies(weights, toGrids(studies, -300), toAssertions(tags, tinySizes));
    const before = tf.tensor3d(befores.flat(), shape);
    const [one, two] = [memory, other].map((seen) => {
      const found = stepSentence(weights, seen, startSections(weights, seen), before);
      return [found.h, found.topic, found.stop, found.visualMap].map((tensor) => [...tensor.dataSync()]);
    });
    expect(one).toEqual(two);
  });

  test('a mean of another size is a bug that is named', () => {
    expect(() => stepSentence(weights, memory, startSections(weights, memory), tf.ones([3, 2, 9]))).toThrow(
      /before has shape \[3, 2, 9\]/,
    );
  });
});

test('whole reports equal their sentences one by one, in tensors and by hand', () => {
  const steps = 3;
  const means = Array.from({ length: steps }, () =>
    each(() => randomRows(1, tinySizes.hiddenSize, next)[0] ?? []),
  );
  const befores = means.map((rows) =>
    tf.tensor3d(rows.flat(), [studies.length, sections.length, tinySizes.hiddenSize]),
  );
  const taught = unrollSentences(weights, memory, befores, noDropout);
  expect(taught).toHaveLength(steps);
  let state = startSections(weights, memory);
  const hand = each((study, section) => handStartSection(arrays, memoryOf(study), section));
  for (const [s, step] of taught.entries()) {
    const found = stepSentence(weights, memory, state, befores[s] as tf.Tensor3D);
    state = found;
    expect([...step.topic.dataSync()]).toEqual([...found.topic.dataSync()]);
    expect([...step.stop.dataSync()]).toEqual([...found.stop.dataSync()]);
    const expected = each((study, section) => {
      const row = study * sections.length + section;
      const made = handSentence(
        arrays,
        memoryOf(study),
        hand[row] ?? { h: [], c: [] },
        means[s]?.[row] ?? [],
      );
      hand[row] = made.state;
      return made;
    });
    expectStep(step, expected);
  }
});

test('in a tidy, nothing but what is returned stays; the same bits come twice', async () => {
  const say = (): number[] => {
    const step = tf.tidy(() => {
      const before = tf.zeros<tf.Rank.R3>([studies.length, sections.length, tinySizes.hiddenSize]);
      return stepSentence(weights, memory, startSections(weights, memory), before).topic;
    });
    const values = [...step.dataSync()];
    step.dispose();
    return values;
  };
  await expectNoLeak(() => {
    expect(say()).toEqual(say());
  });
});
