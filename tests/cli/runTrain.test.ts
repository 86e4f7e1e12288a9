// `ekphrasis train` as a user meets it: mistakes, Ctrl-C, going on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTrain } from '../../src/cli/runTrain.ts';
import type { TrainingEvent } from '../../src/training/trainingEvent.ts';
import { needsNative } from '../needs.ts';
import { loadingMs } from '../training/cpuGradients.ts';
import { writeEncoderFolder } from '../training/encoderFolder.ts';
import { dogsAndBalls, writePhotoFiles } from '../training/photoFiles.ts';
import { crossEntropyStage, tinyTrainingConfig } from '../training/tinyStage.ts';
import { fakeTerminal } from './fakeTerminal.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-train-'));
  config = join(folder, 'train.json');
  const stage = { ...crossEntropyStage, epochs: 15, patience: 15 };
  await writeFile(config, JSON.stringify(tinyTrainingConfig([stage])));
  await writePhotoFiles(join(folder, 'data'), [...dogsAndBalls('train', 4), ...dogsAndBalls('val', 2)]);
  await writeEncoderFolder(join(folder, 'encoder'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command; `interruptAt` presses Ctrl-C when standard error says so. */
async function run(args: readonly string[], interruptAt?: RegExp) {
  const child = spawn(process.execPath, [main, 'train', ...args], { stdio: 'pipe' });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const before = err;
    err += text;
    if (interruptAt?.test(err) && !interruptAt.test(before)) child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

describe('mistakes are told in one sentence', () => {
  test.each([
    ['a config that is not there', ['nowhere.json'], 1, /^nowhere\.json cannot be read: .+\n$/],
    ['no config', [], 2, /missing required argument 'config'/],
    ['a backend without gradients', ['x.json', '--backend', 'wasm'], 2, /choices are native, webgpu, cpu/],
    ['a limit that is no number', ['x.json', '--limit', 'few'], 2, /whole number from 1 on/],
  ])('%s', async (_what, args, code, message) => {
    const ended = await run(args);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toMatch(message);
  });

  test('a broken config', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, JSON.stringify({ ...tinyTrainingConfig([crossEntropyStage]), seed: 'one' }));
    const { code, err } = await run([broken]);
    expect(code).toBe(2);
    expect(err).toMatch(/^.*broken\.json: seed: .+\. Correct it\.\n$/);
  });

  test('data that is not there', async () => {
    const lost = join(folder, 'lost.json');
    await writeFile(lost, JSON.stringify({ ...tinyTrainingConfig([crossEntropyStage]), data: 'lost' }));
    const { code, err } = await run([lost, '--backend', 'cpu', '--runs', join(folder, 'lost-runs')]);
    expect(code).toBe(1);
    expect(err).toMatch(/^.*lost is not a folder: .+\n$/);
  });
});

test(
  'stopped while it prepares, it says that nothing is kept, and leaves no half files',
  async () => {
    const stop = new AbortController();
    const terminal = { ...fakeTerminal({ isWatched: true }), show: () => stop.abort() };
    const runs = join(folder, 'stopped');
    const flags = { backend: 'cpu', runs, run: 'early', fresh: false } as const;
    const running = runTrain(config, flags, { terminal, nowMs: () => 0, signal: stop.signal });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(terminal.told).toEqual(['Stopped before the first epoch was whole: nothing is kept.']);
    const left = await readdir(join(runs, 'cache'));
    expect(left.filter((name) => !name.endsWith('.bin'))).toEqual([]);
  },
  loadingMs,
);

const isWindows = process.platform === 'win32';

describe.skipIf(needsNative.missing || isWindows)(
  needsNative.named('Ctrl-C (skipped on Windows, which has no signals)'),
  () => {
    test('keeps what was learned, and the same command goes on', async () => {
      const runs = join(folder, 'runs');
      const args = [config, '--runs', runs, '--run', 'mine'];
      const stopped = await run(args, /words epoch 2: CIDEr .+ words/);
      expect(stopped).toMatchObject({ code: 130, out: '' });
      const lines = stopped.err.trimEnd().split('\n');
      expect(lines.at(-1)).toBe(
        `Stopped: the same command goes on after the last whole epoch, kept in ${join(runs, 'mine')}.`,
      );
      expect(lines.slice(0, -1).every((line) => line.startsWith('words epoch'))).toBe(true);

      const ended = await run(args);
      expect(ended).toMatchObject({ code: 0, out: '' });
      expect(ended.err).not.toContain('epoch 2:');
      expect(ended.err).toMatch(/words epoch 15: .+\nModel written to .*model\n$/);

      const log = (await readFile(join(runs, 'mine/log.jsonl'), 'utf8')).trimEnd().split('\n');
      const events = log.map((line) => JSON.parse(line) as TrainingEvent);
      expect(events.filter((event) => event.kind === 'validation').map((event) => event.epoch)).toEqual(
        Array.from({ length: 15 }, (_, i) => i + 1),
      );
      expect(events.at(-1)?.kind).toBe('done');
    }, 120_000);
  },
);
