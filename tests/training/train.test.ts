// A whole run from a train.json to a model folder, with the real encoder: needs native TensorFlow for its gradients.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFolder } from '../../src/engine/modelFolder.ts';
import { openCaptioner } from '../../src/engine/openCaptioner.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { loadGradients } from '../../src/tensor/gradients.ts';
import { train, type TrainOptions } from '../../src/training/train.ts';
import type { TrainingConfig } from '../../src/training/trainingConfig.ts';
import type { TrainingEvent } from '../../src/training/trainingEvent.ts';
import { needsNative } from '../needs.ts';
import { writeEncoderFolder } from './encoderFolder.ts';
import { dogsAndBalls, writePhotoFiles } from './photoFiles.ts';
import { crossEntropyStage, selfCriticalStage, tinyTrainingConfig } from './tinyStage.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'train-'));
  await writePhotoFiles(join(base, 'data'), [...dogsAndBalls('train', 5), ...dogsAndBalls('val', 2)]);
  await writeEncoderFolder(join(base, 'encoder'));
});
afterAll(() => rm(base, { recursive: true }));

/** Frozen with a cache, then with the top of the encoder, then by reward: every way through a stage. */
const stages: TrainingConfig['stages'] = [
  { ...crossEntropyStage, epochs: 3 },
  {
    ...crossEntropyStage,
    name: 'thaw',
    epochs: 1,
    cachedViews: 0,
    unfreezeFrom: 'Conv_1_conv',
    encoderRate: 0.001,
  },
  { ...selfCriticalStage, epochs: 1 },
];

async function writeConfig(name: string, changed: Partial<TrainingConfig> = {}): Promise<string> {
  const path = join(base, `${name}.json`);
  await writeFile(path, JSON.stringify({ ...tinyTrainingConfig(stages), output: name, ...changed }));
  return path;
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

const ignore = (): void => undefined;

async function trainAll(
  path: string,
  options: TrainOptions,
  report: (event: TrainingEvent) => void = ignore,
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of train(path, options, report)) events.push(event);
  return events;
}

describe('what is wrong before anything is learned', () => {
  const failing = async (changed: Partial<TrainingConfig>, rest?: Partial<TrainOptions>): Promise<void> => {
    await trainAll(await writeConfig('wrong', changed), optionsOf('wrong', rest));
  };

  test('data that is not there', async () => {
    await expect(failing({ data: 'nowhere' })).rejects.toMatchObject({ code: 'data/missing' });
  });

  test('an encoder that is not there, or is another model', async () => {
    await expect(failing({ encoderWeights: 'nowhere' })).rejects.toThrow(/No weights in .*nowhere/);
    await writeEncoderFolder(join(base, 'half'), (name) => !name.startsWith('Conv_1_conv'));
    await expect(failing({ encoderWeights: 'half' })).rejects.toThrow(/half is not MobileNetV2: Conv_1_conv/);
  });

  test('too few photos in a split', async () => {
    await expect(failing({}, { limit: 1 })).rejects.toMatchObject({
      code: 'data/missing',
      message: expect.stringMatching(/gives 1 photos of the split "val", .* 2 or more/) as string,
    });
  });
});

describe.skipIf(needsNative.missing)(needsNative.named('a run'), () => {
  let straight: TrainingEvent[];
  const prepared: string[] = [];
  beforeAll(async () => {
    await startBackend('native');
    await loadGradients();
    straight = await trainAll(await writeConfig('straight'), optionsOf('straight'), (event) => {
      if (event.kind === 'prepare') prepared.push(`${event.what} ${event.done}/${event.count}`);
    });
  }, 120_000);

  test('goes through its stages and leaves a model folder that opens', async () => {
    const kinds = straight.map((event) => event.kind);
    expect(kinds.filter((kind) => kind === 'validation')).toHaveLength(5);
    expect(straight.at(-1)).toEqual({ kind: 'done', folder: join(base, 'straight') });
    const model = await readModelFolder(join(base, 'straight'));
    expect(model.config.confidence.features.length).toBeGreaterThan(5);
    expect(model.vocabulary.words).toContain('grass');
    expect((await readdir(join(base, 'runs/straight'))).sort()).toEqual([
      'checkpoint.safetensors',
      'critic',
      'thaw',
      'words',
    ]);
    const [before, after] = await Promise.all(
      ['words', 'thaw'].map((stage) => readModelFolder(join(base, 'runs/straight', stage))),
    );
    const bias = (of: typeof before, name: string) => of?.arrays.get(name)?.data;
    expect(bias(after, 'Conv_1_conv/bias')).not.toEqual(bias(before, 'Conv_1_conv/bias'));
    expect(bias(after, 'stem_conv/bias')).toEqual(bias(before, 'stem_conv/bias'));
  });

  test('adds the heads, tells of them, and fits how the model ranks', async () => {
    expect(prepared.slice(-4)).toEqual([
      ...['relevance of words 1/2', 'relevance of words 2/2'],
      ...['joint space 1/2', 'joint space 2/2'],
    ]);
    const model = await readModelFolder(join(base, 'straight'));
    expect(model.config.decoding).toEqual(tinyTrainingConfig(stages).decoding);
    expect(model.config.ranking.features.length).toBeGreaterThan(5);
    expect(model.config.ranking.weights).toHaveLength(model.config.ranking.features.length);
    for (const name of ['relevance/output/kernel', 'joint/sentence/embedding', 'joint/photos'])
      expect(model.arrays.get(name)?.data.some((value) => value !== 0)).toBe(true);
    const captioner = await openCaptioner(join(base, 'straight'), 'native');
    const data = new Uint8Array(224 * 224 * 3).fill(90);
    const { results } = await captioner.caption([{ width: 224, height: 224, data }], { beam: 2, nBest: 2 });
    expect(results[0]?.captions.length).toBeGreaterThan(0);
    captioner.dispose();
  });

  test("a stage's own folder is the decoder alone: it opens, and asks no heads", async () => {
    const model = await readModelFolder(join(base, 'runs/straight/critic'));
    expect(model.config.decoding.guidance).toEqual([0]);
    expect(model.config.ranking).toEqual({ features: ['score'], weights: [1], sharpness: 1 });
    for (const [name, { data }] of model.arrays)
      if (/^(relevance|joint)\//.test(name)) expect(data.every((value) => value === 0)).toBe(true);
    const last = await readModelFolder(join(base, 'straight'));
    const kept = [...model.arrays].filter(([name]) => !/^(relevance|joint)\//.test(name));
    for (const [name, { data }] of kept) {
      const other = last.arrays.get(name)?.data;
      expect(data.every((value, i) => value === other?.[i])).toBe(true);
    }
  });

  test('killed in each stage and in its heads and gone on with, ends at the same model to the last bit', async () => {
    const path = await writeConfig('killed');
    const heard: TrainingEvent[] = [];
    const reason = new Error('killed');
    const inStep =
      (stage: string, epoch: number) =>
      (event: TrainingEvent): boolean =>
        event.kind === 'step' && event.stage === stage && event.epoch === epoch;
    const times = [
      ...[inStep('words', 2), inStep('words', 3), inStep('thaw', 1), inStep('critic', 1)],
      (event: TrainingEvent): boolean => event.kind === 'prepare' && event.what === 'joint space',
    ];
    for (const isTime of times) {
      const killed = new AbortController();
      const hear = (event: TrainingEvent): void => {
        if (isTime(event)) killed.abort(reason);
        if (event.kind === 'validation') heard.push(event);
      };
      const running = async (): Promise<void> => {
        for await (const event of train(path, optionsOf('killed', { signal: killed.signal }), hear))
          hear(event);
      };
      await expect(running()).rejects.toBe(reason);
    }
    const rest = await trainAll(path, optionsOf('killed'));
    heard.push(...rest.filter((event) => event.kind === 'validation'));
    expect(heard).toEqual(straight.filter((event) => event.kind === 'validation'));
    for (const name of ['model.safetensors', 'config.json', 'vocabulary.json']) {
      const [a, b] = await Promise.all(['straight', 'killed'].map((run) => readFile(join(base, run, name))));
      expect(b?.equals(a ?? Buffer.of())).toBe(true);
    }
    // One file of features for each encoder that the stages found frozen.
    const caches = (await readdir(join(base, 'runs/cache'))).filter((name) => name.startsWith('features'));
    expect(caches).toHaveLength(2);
  }, 120_000);

  test('that is done has nothing left to learn; --fresh begins again; another config is refused', async () => {
    const path = await writeConfig('straight');
    expect((await trainAll(path, optionsOf('straight'))).map((event) => event.kind)).toEqual(['done']);
    const other = await writeConfig('other', { seed: 99 });
    await expect(trainAll(other, optionsOf('straight'))).rejects.toMatchObject({ code: 'training/mismatch' });
    const first = train(path, optionsOf('straight', { fresh: true }), ignore);
    expect((await first.next()).value).toMatchObject({ kind: 'step', stage: 'words', epoch: 1 });
    await first.return();
  }, 60_000);

  test('a stage cannot train the encoder from a cache', async () => {
    const wrong = { ...crossEntropyStage, unfreezeFrom: 'Conv_1_conv' };
    const path = await writeConfig('cached', { stages: [wrong] });
    await expect(trainAll(path, optionsOf('cached'))).rejects.toMatchObject({ code: 'usage' });
  }, 60_000);
});
