// `ekphrasis train CONFIG`: trains a model, with a progress line on standard error and a log beside the run.
import { appendFileSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { hasNative, startBackend, type BackendName } from '../tensor/backend.ts';
import { loadGradients } from '../tensor/gradients.ts';
import { readTrainingConfig } from '../training/readTrainingConfig.ts';
import { train } from '../training/train.ts';
import type { TrainingEvent } from '../training/trainingEvent.ts';

interface TrainFlags {
  readonly backend?: BackendName;
  readonly run?: string;
  readonly runs: string;
  readonly limit?: number;
  readonly fresh: boolean;
}

const minutes = (seconds: number): string => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** A line for people. */
export function describeEvent(event: TrainingEvent): string {
  switch (event.kind) {
    case 'prepare':
      return `${event.what}: ${event.done} of ${event.count}`;
    case 'step': {
      const { words, tags, reward } = event.loss;
      const losses = `loss ${words.toFixed(3)}, tags ${tags.toFixed(2)}${reward === undefined ? '' : `, reward ${reward.toFixed(3)}`}`;
      const done = Math.round((20 * event.step) / event.steps);
      const bar = `[${'#'.repeat(done)}${'.'.repeat(20 - done)}]`;
      return `${event.stage} ${event.epoch}/${event.epochs} ${bar} ${event.step}/${event.steps} ${losses}, ${event.imagesPerSecond.toFixed(1)} images/s, ${minutes(event.secondsLeft)} left`;
    }
    case 'validation':
      return `${event.stage} epoch ${event.epoch}: CIDEr ${(100 * event.cider).toFixed(1)}, ${(100 * event.distinct).toFixed(0)} % distinct, ${event.vocabularyUsed} words${event.best ? ', best so far' : ''}`;
    case 'done':
      return `Model written to ${event.folder}`;
  }
}

/** Steps overwrite one line on a terminal; everything else stands. */
function show(event: TrainingEvent): void {
  const line = describeEvent(event);
  const fleeting = event.kind === 'step' || event.kind === 'prepare';
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}${fleeting ? '' : '\n'}`);
  else if (!fleeting || (event.kind === 'step' && event.step % 20 === 0)) process.stderr.write(`${line}\n`);
}

async function runTrain(configPath: string, flags: TrainFlags): Promise<void> {
  const config = await readTrainingConfig(configPath);
  const runFolder = join(flags.runs, flags.run ?? `${basename(dirname(resolve(configPath)))}-${config.seed}`);
  await startBackend(flags.backend ?? (hasNative() ? 'native' : 'wasm'));
  await loadGradients();
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort(new Error('stopped'));
  });
  const options = {
    runFolder,
    cacheFolder: join(flags.runs, 'cache'),
    limit: flags.limit,
    fresh: flags.fresh,
    nowMs: () => performance.now(),
    signal: stop.signal,
  };
  for await (const event of train(configPath, options, show)) {
    show(event);
    mkdirSync(runFolder, { recursive: true });
    appendFileSync(join(runFolder, 'log.jsonl'), `${JSON.stringify(event)}\n`);
  }
}

const wholeNumber = (text: string): number => Number.parseInt(text, 10);

export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('Train a model from a train.json; a stopped run goes on where it was.')
    .argument('<config>', 'the train.json of a model folder')
    .addOption(
      new Option('--backend <name>', 'native where it is installed, else wasm').choices([
        'native',
        'webgpu',
        'wasm',
        'cpu',
      ]),
    )
    .option('--run <name>', 'name of the run (default: the folder and the seed)')
    .option('--runs <folder>', 'where runs and caches go', 'runs')
    .option('--limit <count>', 'only so many photos of each split, for a trial', wholeNumber)
    .option('--fresh', 'forget the checkpoint of this run', false)
    .addHelpText('after', '\nExample:\n  ekphrasis train models/photo-captioner/train.json')
    .action((config: string, flags: TrainFlags) => runTrain(config, flags));
}
