// Whole stages, on the cpu backend with a tiny decoder: what they learn, and that they go on as if never stopped.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from '../../src/training/checkpoint.ts';
import { runStage, type StageRun } from '../../src/training/runStage.ts';
import type { Stage } from '../../src/training/trainingConfig.ts';
import type { TrainingEvent } from '../../src/training/trainingEvent.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { loadingMs, startCpuGradients } from './cpuGradients.ts';
import { crossEntropyStage, runToEnd, selfCriticalStage, tinyStageRun } from './tinyStage.ts';

beforeAll(startCpuGradients, loadingMs);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-'));
});
afterEach(() => rm(folder, { recursive: true }));

const isStep = (event: TrainingEvent) => event.kind === 'step';
const isValidation = (event: TrainingEvent) => event.kind === 'validation';
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('learns two pictures by heart: loss below 0.1, greedy captions equal the references', async () => {
  const lines = [['a dog runs in grass'], ['the red ball']];
  const stage: Stage = {
    ...crossEntropyStage,
    epochs: 6,
    patience: 6,
    batchImages: 2,
    captionsPerImage: 1,
    labelSmoothing: 0,
    dropoutScale: 0,
    rate: 0.02,
    finalRateShare: 0.2,
  };
  await expectNoLeak(async () => {
    const { events } = await runToEnd(runStage(tinyStageRun(stage, { copies: 50, lines })));
    const losses = events.filter(isStep).map((event) => event.loss['words'] ?? NaN);
    expect(losses).toHaveLength(300);
    expect(losses[0]).toBeGreaterThan(2);
    expect(mean(losses.slice(-5))).toBeLessThan(0.1);
    expect(events.filter(isValidation).at(-1)?.examples).toEqual(lines.flat());
  });
});

test('self-critical training earns more with time', async () => {
  const stage: Stage = { ...selfCriticalStage, epochs: 1, dropoutScale: 0, samples: 8, batchImages: 4 };
  const run = tinyStageRun(stage, { copies: 60, lines: [['a dog runs in grass'], ['the red ball']] });
  const { events } = await runToEnd(runStage(run));
  const rewards = events.filter(isStep).map((event) => event.loss.reward ?? NaN);
  expect(rewards).toHaveLength(30);
  expect(mean(rewards.slice(-8))).toBeGreaterThan(mean(rewards.slice(0, 8)) + 0.1);
});

test('tells each step: where it is, how fast, how long', async () => {
  let now = 0;
  const run = tinyStageRun({ ...crossEntropyStage, epochs: 2 }, undefined, { nowMs: () => (now += 500) });
  const { events } = await runToEnd(runStage(run));
  expect(events.map((event) => event.kind)).toEqual([
    ...['step', 'step', 'step', 'validation'],
    ...['step', 'step', 'step', 'validation'],
  ]);
  expect(events[4]).toMatchObject({ stage: 'words', epoch: 2, epochs: 2, step: 1, steps: 3 });
  // Half a second a step of two photos; the clock is read twice before the first step is told.
  expect(events[0]).toMatchObject({ imagesPerSecond: 4, secondsLeft: 2.5 });
  expect(events[6]).toMatchObject({ secondsLeft: 0 });
});

test('stops when nothing gets better, and keeps the best', async () => {
  const frozen: Stage = { ...crossEntropyStage, rate: 1e-12, epochs: 9, patience: 2 };
  const run = tinyStageRun(frozen);
  const { events, result } = await runToEnd(runStage(run));
  expect(events.filter(isValidation).map((event) => event.best)).toEqual([true, false, false]);
  expect([...result.keys()].sort()).toEqual([...run.base.keys()].sort());
});

const hashOf = (): string => 'this config';
const save: StageRun['save'] = ({ progress, ...rest }) =>
  saveCheckpoint(folder, { progress: { ...progress, configHash: hashOf() }, ...rest });

/** Runs a stage until it tells a certain event, and kills it there. */
async function runUntil(stage: Stage, resume: Checkpoint | undefined, stopAt: (e: TrainingEvent) => boolean) {
  const killed = new AbortController();
  const run = runStage(tinyStageRun(stage, undefined, { resume, save, signal: killed.signal }));
  const reason = new Error('killed');
  await expect(async () => {
    for await (const event of run) if (stopAt(event)) killed.abort(reason);
  }).rejects.toBe(reason);
}

describe.each([crossEntropyStage, selfCriticalStage])('a stage of kind $kind that is killed', (stage) => {
  test('goes on to the same weights, to the last bit', async () => {
    const straight = await runToEnd(runStage(tinyStageRun(stage)));
    await runUntil(stage, undefined, (e) => e.kind === 'step' && e.epoch === 2 && e.step === 2);
    const first = await loadCheckpoint(folder, hashOf);
    expect(first?.progress).toMatchObject({ epoch: 1, steps: 3 });
    await runUntil(stage, first, (e) => e.kind === 'step' && e.epoch === 3 && e.step === 1);
    const second = await loadCheckpoint(folder, hashOf);
    expect(second?.progress.epoch).toBe(2);
    const resumed = await runToEnd(runStage(tinyStageRun(stage, undefined, { resume: second })));
    expect(resumed.events).toEqual(straight.events.filter((e) => 'epoch' in e && e.epoch === 3));
    expect(resumed.result).toEqual(straight.result);
  });

  test('leaves no tensors behind', async () => {
    await expectNoLeak(() => runUntil(stage, undefined, (e) => e.kind === 'step'));
  });
});

test('killed while it validates, it repeats the epoch; killed after its last, it has nothing to do', async () => {
  const stage: Stage = { ...crossEntropyStage, epochs: 1 };
  const straight = await runToEnd(runStage(tinyStageRun(stage)));
  await runUntil(stage, undefined, (e) => e.kind === 'step' && e.step === e.steps);
  expect(await loadCheckpoint(folder, hashOf)).toBeUndefined();
  await runToEnd(runStage(tinyStageRun(stage, undefined, { save })));
  const resume = await loadCheckpoint(folder, hashOf);
  const after = await runToEnd(runStage(tinyStageRun(stage, undefined, { resume })));
  expect(after).toEqual({ events: [], result: straight.result });
});
