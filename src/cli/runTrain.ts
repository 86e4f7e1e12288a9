// What `ekphrasis train` does: a run told as it goes on, and kept as log.jsonl.
import { appendFileSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { writeError } from '../files/fileError.ts';
import { hasNative, startBackend } from '../tensor/backend.ts';
import { loadGradients } from '../tensor/gradients.ts';
import { hasCheckpoint } from '../training/checkpoint.ts';
import { readAnyTraining } from '../training/readTrainingConfig.ts';
import { trainReporter } from '../training/reporter/trainReporter.ts';
import { train } from '../training/train.ts';
import type { TrainingEvent } from '../training/trainingEvent.ts';
import type { Terminal } from './terminal.ts';
import { trainingLine } from './trainingLine.ts';

/** WebAssembly has no gradients of convolutions. */
type TrainingBackend = 'native' | 'webgpu' | 'cpu';

export interface TrainFlags {
  readonly backend: TrainingBackend;
  readonly run?: string;
  readonly runs: string;
  readonly limit?: number;
  readonly fresh: boolean;
}

export interface TrainSurroundings {
  readonly terminal: Terminal;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Where nobody watches, a line for every so many steps. */
const stepsALine = 20;

/** Steps pass by on a terminal; everything else stands. */
function tell(terminal: Terminal, event: TrainingEvent): void {
  const line = trainingLine(event);
  if (event.kind === 'validation' || event.kind === 'scores' || event.kind === 'done') {
    terminal.show('');
    terminal.tell(line);
  } else if (terminal.isWatched) {
    terminal.show(line.slice(0, terminal.columns - 1));
  } else if (event.kind === 'step' && event.step % stepsALine === 0) {
    terminal.tell(line);
  }
}

function log(runFolder: string, event: TrainingEvent): void {
  const path = join(runFolder, 'log.jsonl');
  try {
    mkdirSync(runFolder, { recursive: true });
    appendFileSync(path, `${JSON.stringify(event)}\n`);
  } catch (cause) {
    throw writeError(path, cause);
  }
}

async function startTraining(backend: TrainingBackend): Promise<void> {
  if (backend === 'native' && !hasNative()) {
    throw new AppError(
      'backend/unavailable',
      'Native TensorFlow is not installed here: install @tensorflow/tfjs-node, or train on a graphics card with --backend webgpu.',
    );
  }
  await startBackend(backend);
  await loadGradients();
}

async function whereStopped(runFolder: string, fresh: boolean): Promise<string> {
  if (!(await hasCheckpoint(runFolder))) return 'Stopped before the first epoch was whole: nothing is kept.';
  const command = fresh ? 'the same command without --fresh' : 'the same command';
  return `Stopped: ${command} goes on after the last whole epoch, kept in ${runFolder}.`;
}

/**
 * Trains, or goes on.
 * @throws AppError what train throws; cancelled, once it has been told; backend/unavailable
 */
export async function runTrain(
  configPath: string,
  flags: TrainFlags,
  { terminal, nowMs, signal }: TrainSurroundings,
): Promise<void> {
  const config = await readAnyTraining(configPath);
  const name = flags.run ?? `${basename(dirname(resolve(configPath)))}-${config.seed}`;
  const runFolder = join(flags.runs, name);
  const cacheFolder = join(flags.runs, 'cache');
  const options = { runFolder, cacheFolder, limit: flags.limit, fresh: flags.fresh, nowMs, signal };
  await startTraining(flags.backend);
  try {
    const prepared = (event: TrainingEvent): void => {
      tell(terminal, event);
    };
    const events =
      config.format === 'ekphrasis/training'
        ? train(configPath, options, prepared)
        : trainReporter(config, configPath, options, prepared);
    for await (const event of events) {
      tell(terminal, event);
      log(runFolder, event);
    }
  } catch (error) {
    terminal.show('');
    if (!signal.aborted || error !== signal.reason) throw error;
    const sentence = await whereStopped(runFolder, flags.fresh);
    terminal.tell(sentence);
    throw new AppError('cancelled', sentence, { cause: error });
  }
}
