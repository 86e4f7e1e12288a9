// A training run on disk: what is needed to go on, written whole at every epoch's end.
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { writeWhole } from '../files/writeWhole.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedArray,
  type SafetensorsFile,
} from '../tensor/safetensors.ts';

const progressSchema = z.strictObject({
  /** Hash of the config up to and with the stages begun: a run goes on only with what it was started with. */
  configHash: z.string(),
  stage: z.int(),
  /** Epochs done in the stage. */
  epoch: z.int(),
  /** Adam's steps in the stage. */
  steps: z.int(),
  bestCider: z.number(),
  /** Epochs since the best. */
  stale: z.int(),
});

export type Progress = Readonly<z.infer<typeof progressSchema>>;

/** Flat arrays of a stage's trainable weights. */
export type FlatArrays = Readonly<Record<(typeof flatNames)[number], Float32Array>>;

export interface Checkpoint {
  readonly progress: Progress;
  /** All weights as the stage found them. */
  readonly base: ReadonlyMap<string, NamedArray>;
  /** Undefined before the stage's first epoch is done: small, so that a run can move to another machine there. */
  readonly flat: FlatArrays | undefined;
}

const flatNames = ['value', 'm', 'v', 'average', 'best'] as const;
const fileName = 'checkpoint.safetensors';

/** Writes a checkpoint; a kill at any moment leaves the one before it. */
export async function saveCheckpoint(folder: string, { progress, base, flat }: Checkpoint): Promise<void> {
  await mkdir(folder, { recursive: true });
  const all = new Map<string, NamedArray>(base);
  if (flat)
    for (const name of flatNames) all.set(`flat/${name}`, { shape: [flat[name].length], data: flat[name] });
  // One file, so that progress and weights can never disagree: the progress is the header's metadata.
  const bytes = encodeSafetensors({ tensors: all, metadata: { progress: JSON.stringify(progress) } }, 'F32');
  await writeWhole(join(folder, fileName), bytes, { overwrite: true });
}

function readProgress(path: string, text: string | undefined): Progress {
  try {
    return progressSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw new AppError('model/damaged', `${path} does not tell how far it got. ${startAgain}`, { cause });
  }
}

const startAgain = 'Start with --fresh, or give the run another name.';

function decode(bytes: Uint8Array, path: string): SafetensorsFile {
  try {
    return decodeSafetensors(bytes, path);
  } catch (cause) {
    throw new AppError('model/damaged', `${path} is damaged. ${startAgain}`, { cause });
  }
}

/**
 * The run's last checkpoint, or undefined when it has none.
 * @param hashOf the config's hash with so many of its stages
 * @throws AppError training/mismatch, model/damaged
 */
export async function loadCheckpoint(
  folder: string,
  hashOf: (stages: number) => string,
): Promise<Checkpoint | undefined> {
  if (!(await hasCheckpoint(folder))) return undefined;
  const path = join(folder, fileName);
  const { tensors, metadata } = decode(await readFile(path), path);
  const progress = readProgress(path, metadata['progress']);
  const arrays = flatNames.map((name) => [name, tensors.get(`flat/${name}`)?.data] as const);
  const flat = arrays.every(([, data]) => data !== undefined)
    ? (Object.fromEntries(arrays) as FlatArrays)
    : undefined;
  if (progress.configHash !== hashOf(progress.stage + (flat ? 1 : 0))) {
    throw new AppError('training/mismatch', `${folder} holds a run of another config. ${startAgain}`);
  }
  return { progress, base: new Map([...tensors].filter(([name]) => !name.startsWith('flat/'))), flat };
}

/** True when a run in this folder can go on. */
export function hasCheckpoint(folder: string): Promise<boolean> {
  return stat(join(folder, fileName)).then(
    () => true,
    () => false,
  );
}
