// A whole run of a reporter from a train.json to a model folder, with the real encoder: needs native TensorFlow.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReporter } from '../../../src/engine/openReporter.ts';
import { readReporterFolder } from '../../../src/engine/reporterFolder.ts';
import { observations } from '../../../src/evaluation/findings/observations.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { loadGradients } from '../../../src/tensor/gradients.ts';
import type { ReporterTraining } from '../../../src/training/reporter/reporterTraining.ts';
import { trainReporter } from '../../../src/training/reporter/trainReporter.ts';
import type { TrainOptions } from '../../../src/training/train.ts';
import type { TrainingEvent } from '../../../src/training/trainingEvent.ts';
import { writeSmallStudies } from '../../engine/smallStudies.ts';
import { needsNative } from '../../needs.ts';
import { writeEncoderFolder } from '../encoderFolder.ts';
import { dogsAndBalls, writePhotoFiles } from '../photoFiles.ts';
import { tinyReporterTraining } from './tinyTraining.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'reporter-'));
  await writeSmallStudies(join(base, 'data'), { train: 4, val: 3 });
  await writePhotoFiles(join(base, 'photos'), dogsAndBalls('train', 4));
  await writeEncoderFolder(join(base, 'encoder'));
});
afterAll(() => rm(base, { recursive: true }));

/** The tags over the frozen encoder, then with the top of it. */
function trainingOf(output: string, changed: Partial<ReporterTraining> = {}): ReporterTraining {
  const config = tinyReporterTraining({ output, ...changed });
  const [frozen] = config.encoder;
  if (!frozen) throw new Error('a tiny training has a stage');
  const thaw = { ...frozen, name: 'thaw', epochs: 1, unfreezeFrom: 'Conv_1_conv', encoderRate: 0.001 };
  return { ...config, encoder: [frozen, thaw] };
}

const optionsOf = (run: string, rest: Partial<TrainOptions> = {}): TrainOptions => ({
  runFolder: join(base, 'runs', run),
  cacheFolder: join(base, 'runs/cache'),
  limit: undefined,
  fresh: false,
  nowMs: () => 0,
  signal: new AbortController().signal,
  ...rest,
});

const train = (
  config: ReporterTraining,
  options: TrainOptions,
  report: (event: TrainingEvent) => void,
): AsyncGenerator<TrainingEvent, void> =>
  // The paths of a config are relative to its file.
  trainReporter(config, join(base, 'train.json'), options, report);

async function trainAll(config: ReporterTraining, options: TrainOptions): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of train(config, options, (told) => events.push(told))) events.push(event);
  return events;
}

const scoresIn = (events: readonly TrainingEvent[]): TrainingEvent[] =>
  events.filter(({ kind }) => kind === 'scores');

describe.skipIf(needsNative.missing)(needsNative.named('a run'), () => {
  let straight: TrainingEvent[];
  beforeAll(async () => {
    await startBackend('native');
    await loadGradients();
    straight = await trainAll(trainingOf('straight'), optionsOf('straight'));
  }, 240_000);

  test('goes through its stages, the gate last, and leaves a model folder that drafts', async () => {
    expect(scoresIn(straight)).toMatchObject([
      { stage: 'tags', epoch: 1 },
      { stage: 'tags', epoch: 2 },
      { stage: 'thaw', epoch: 1 },
      { stage: 'reports', epoch: 1 },
      { stage: 'reports', epoch: 2 },
    ]);
    expect(straight.at(-1)).toEqual({ kind: 'done', folder: join(base, 'straight') });
    const prepared = straight.flatMap((event) => (event.kind === 'prepare' ? [event.what] : []));
    expect([...new Set(prepared)]).toEqual(['films', 'features', 'gate']);
    const { config, tags, vocabulary, arrays } = await readReporterFolder(join(base, 'straight'));
    expect(tags.slice(0, observations.length)).toEqual([...observations]);
    expect(vocabulary.words).toContain('effusion');
    expect(config.thresholds).toHaveLength(tags.length);
    expect(config.thresholds.every((threshold) => threshold > 0 && threshold < 1)).toBe(true);
    expect(arrays.get('gate/kernel')?.data.some((value) => value !== 0)).toBe(true);
    const reporter = await openReporter(join(base, 'straight'), 'native');
    const data = new Uint8Array(224 * 224 * 3).fill(130);
    const pixels = { width: 224, height: 224, data };
    const { gates, draft } = await reporter.read([{ hash: 'a', pixels, overridden: true }], {});
    expect(gates).toHaveLength(1);
    expect(draft?.findings.length).toBeGreaterThanOrEqual(observations.length - 1);
    reporter.dispose();
  });

  test('killed in each stage and between them and gone on with, ends at the same model to the last bit', async () => {
    const config = trainingOf('killed');
    const reason = new Error('killed');
    const inStep =
      (stage: string, epoch: number) =>
      (event: TrainingEvent): boolean =>
        event.kind === 'step' && event.stage === stage && event.epoch === epoch;
    const times = [
      ...[inStep('tags', 2), inStep('thaw', 1)],
      (event: TrainingEvent): boolean => event.kind === 'prepare' && event.what === 'features',
      inStep('reports', 2),
    ];
    // A cache of its own, else the features of the run before are found there.
    const options = (signal?: AbortSignal): TrainOptions =>
      optionsOf('killed', { cacheFolder: join(base, 'runs/other-cache'), ...(signal && { signal }) });
    const heard: TrainingEvent[] = [];
    for (const isTime of times) {
      const killed = new AbortController();
      const hear = (event: TrainingEvent): void => {
        if (isTime(event)) killed.abort(reason);
        heard.push(event);
      };
      const running = async (): Promise<void> => {
        for await (const event of train(config, options(killed.signal), hear)) hear(event);
      };
      await expect(running()).rejects.toBe(reason);
    }
    heard.push(...(await trainAll(config, options())));
    expect(scoresIn(heard)).toEqual(scoresIn(straight));
    for (const name of ['model.safetensors', 'config.json', 'vocabulary.json']) {
      const [a, b] = await Promise.all(['straight', 'killed'].map((run) => readFile(join(base, run, name))));
      expect(b?.equals(a ?? Buffer.of()), name).toBe(true);
    }
  }, 240_000);

  test('that is done learns nothing more; another config is refused', async () => {
    const again = await trainAll(trainingOf('straight'), optionsOf('straight'));
    expect(again.some(({ kind }) => kind === 'step' || kind === 'scores')).toBe(false);
    expect(again.at(-1)).toMatchObject({ kind: 'done' });
    const other = trainingOf('other', { seed: 99 });
    await expect(trainAll(other, optionsOf('straight'))).rejects.toMatchObject({ code: 'training/mismatch' });
  }, 120_000);
});
