// A decoder's course on cpu: what it learns, what it tells, and that it goes on as if never stopped.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { noDropout } from '../../../src/model/dropout.ts';
import { speak } from '../../../src/model/reporter/speak.ts';
import { rememberStudies, toAssertions } from '../../../src/model/reporter/studyTags.ts';
import { toTensors, type NamedArray } from '../../../src/tensor/weights.ts';
import { printSentence } from '../../../src/text/sentenceTokens.ts';
import { loadCheckpoint, saveCheckpoint } from '../../../src/training/checkpoint.ts';
import { draftLesson } from '../../../src/training/reporter/draftLesson.ts';
import { learn, type CourseTask } from '../../../src/training/reporter/learn.ts';
import type { TrainingEvent } from '../../../src/training/trainingEvent.ts';
import { expectNoLeak } from '../../model/noLeak.ts';
import { loadingMs, startCpuGradients } from '../cpuGradients.ts';
import { runToEnd } from '../tinyStage.ts';
import {
  ids,
  lossSettings,
  said,
  tags,
  tinyCourse,
  tinyCourseConfig,
  tinyGrids,
  tinyTask,
  tinyWeights,
  words,
} from './tinyCourse.ts';

beforeAll(startCpuGradients, loadingMs);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learn-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What the decoder says of both studies, the most probable sentence at each place, until it stops. */
async function reportsOf(arrays: ReadonlyMap<string, NamedArray>): Promise<string[][][]> {
  const weights = toTensors(arrays);
  const grids = tinyGrids();
  const memory = tf.tidy(() => rememberStudies(weights, grids, toAssertions(tags, tinyCourseConfig)));
  const reports: string[][][] = said.map((sections) => sections.map(() => []));
  await speak(weights, tinyCourseConfig, memory, {
    sections: [0, 1],
    forbidden: [],
    choose: ({ study, section, stop, candidates }) => {
      const [first] = candidates;
      if (stop >= tinyCourseConfig.decoding.stopAt || !first) return 'stop';
      reports[study]?.[section]?.push(printSentence(first.words.map(({ id }) => words[id] ?? '')));
      return first;
    },
  });
  tf.dispose([{ ...weights }, { ...grids }, { ...memory }]);
  return reports;
}

test('learns two studies by heart: the reports come back to the word, and end where they should', async () => {
  await expectNoLeak(async () => {
    const steps = 100;
    const { events, result } = await runToEnd(
      learn(
        tinyTask(steps, {
          stage: { ...tinyCourse, epochs: 1, rate: 0.03 },
          validate: () => Promise.resolve({ choice: 1 }),
        }),
      ),
    );
    const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
    expect(losses).toHaveLength(steps);
    expect(losses.at(-1)?.['words']).toBeLessThan(0.05);
    expect(losses.at(-1)?.['stop']).toBeLessThan(0.05);
    const reports = await reportsOf(result);
    // A section that the report lacks teaches nothing: what is said there is left to chance.
    expect([...(reports[0] ?? []), reports[1]?.[0]]).toEqual([...(said[0] ?? []), said[1]?.[0]]);
  });
}, 90_000);

test('weights that a course does not train stay, and it trains the decoder alone', async () => {
  const task = tinyTask(2, {
    stage: { ...tinyCourse, epochs: 1 },
    validate: () => Promise.resolve({ choice: 1 }),
  });
  const { result } = await runToEnd(learn(task));
  const changed = [...result].filter(([name, { data }]) => {
    const before = task.base.get(name)?.data;
    return data.some((value, i) => value !== before?.[i]);
  });
  const names = changed.map(([name]) => name);
  expect(names.some((name) => /^(gate|tags\/(hidden|output))\//.test(name))).toBe(false);
  for (const name of [
    'words/embedding',
    'sentences/W_stop',
    'attention/W_v',
    'views/embedding',
    'tags/embedding',
  ])
    expect(names).toContain(name);
});

test('tells each step: where it is, how fast, how long', async () => {
  let now = 0;
  const { events } = await runToEnd(
    learn(tinyTask(2, { stage: { ...tinyCourse, epochs: 2 }, nowMs: () => (now += 500) })),
  );
  expect(events.map((event) => event.kind)).toEqual(['step', 'step', 'step', 'step']);
  // Half a second a step of two studies; the clock is read once before the first step is told.
  expect(events[0]).toMatchObject({
    stage: 'reports',
    epoch: 1,
    step: 1,
    steps: 2,
    imagesPerSecond: 4,
    secondsLeft: 1.5,
  });
  expect(events[3]).toMatchObject({ epoch: 2, step: 2, secondsLeft: 0 });
});

test('keeps the best weights, and stops when nothing gets better', async () => {
  const scores = [0.3, 0.5, 0.4, 0.5, 0.9];
  const seen: Float32Array[] = [];
  const task = tinyTask(1, {
    stage: { ...tinyCourse, epochs: 9, patience: 2 },
    validate: async (weights, epoch) => {
      seen.push(await (weights['words/embedding'] as tf.Tensor).data<'float32'>());
      return { choice: scores[epoch - 1] ?? 0, other: epoch };
    },
  });
  const { events, result } = await runToEnd(learn(task));
  const told = events.filter((event) => event.kind === 'scores');
  expect(told.map(({ best }) => best)).toEqual([true, true, false, false]);
  expect(told[1]).toEqual({
    kind: 'scores',
    stage: 'reports',
    epoch: 2,
    scores: { choice: 0.5, other: 2 },
    best: true,
  });
  expect(result.get('words/embedding')?.data).toEqual(seen[1]);
});

const hashOf = (): string => 'this config';
const save: CourseTask['save'] = ({ progress, ...rest }) =>
  saveCheckpoint(folder, { progress: { ...progress, configHash: hashOf() }, ...rest });

test('killed and gone on with, it ends at the same weights to the last bit', async () => {
  const stage = { ...tinyCourse, dropoutScale: 1, averageDecay: 0.9 };
  const parts = { stage, validate: (_: unknown, epoch: number) => Promise.resolve({ choice: epoch }) };
  const straight = await runToEnd(learn(tinyTask(2, parts)));

  const killed = new AbortController();
  const reason = new Error('killed');
  await expectNoLeak(async () => {
    const heard: TrainingEvent[] = [];
    await expect(async () => {
      for await (const event of learn(tinyTask(2, { ...parts, save, signal: killed.signal }))) {
        heard.push(event);
        if (event.kind === 'step' && event.epoch === 2) killed.abort(reason);
      }
    }).rejects.toBe(reason);
    expect(heard).toEqual(straight.events.slice(0, heard.length));
  });
  const resume = await loadCheckpoint(folder, hashOf);
  expect(resume?.progress).toMatchObject({ stage: 0, epoch: 1, steps: 2 });

  const resumed = await runToEnd(learn(tinyTask(2, { ...parts, resume, base: resume?.base ?? new Map() })));
  expect(resumed.events).toEqual(straight.events.filter((event) => 'epoch' in event && event.epoch > 1));
  expect(new Map([...resumed.result].sort())).toEqual(new Map([...straight.result].sort()));
});

test('the losses are those of the equations: words and stop of a decoder that knows nothing', async () => {
  const blank = new Map(
    [...tinyWeights()].map(([name, { shape, data }]) => [
      name,
      { shape, data: new Float32Array(data.length) },
    ]),
  );
  const weights = toTensors(blank);
  await expectNoLeak(async () => {
    const lesson = draftLesson(tinyCourseConfig, { ...lossSettings, stopWeight: 2 }, tinyGrids(), tags, ids);
    const losses = tf.tidy(() => ({ ...lesson.losses(weights, noDropout) }));
    const [word, stop, attention] = await Promise.all(
      ['words', 'stop', 'attention'].map(async (name) => (await losses[name]?.data())?.[0] ?? NaN),
    );
    // Every word as likely as each other; a stop at every place as likely as none, counted twice.
    expect(word).toBeCloseTo(Math.log(words.length), 5);
    expect(stop).toBeCloseTo(2 * Math.log(2), 5);
    // Looks everywhere alike: at 98 patches of the first study, and at 49 of 98 of the second, so that there each is
    // looked at twice as much as its share or not at all. The second has no impression, which is as if never looked.
    expect(attention).toBeCloseTo((0.01 * (0 + 0 + 1 + 1)) / 4, 5);
    lesson.dispose();
    tf.dispose(losses);
  });
});
