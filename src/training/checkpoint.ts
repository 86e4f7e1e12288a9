// A training run on disk: what is needed to go on, written whole at every epoch's end.
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from '../tensor/safetensors.ts';

const progressSchema = z.strictObject({
  /** Hash of the training config: a run is only resumed with the config that it was started with. */
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

export interface Checkpoint {
  readonly progress: Progress;
  /** All weights as the stage found them. */
  readonly base: ReadonlyMap<string, NamedArray>;
  /** Flat arrays of the stage's trainable weights. */
  readonly flat: Readonly<Record<'value' | 'm' | 'v' | 'average' | 'best', Float32Array>>;
}

const flatNames = ['value', 'm', 'v', 'average', 'best'] as const;

/** Writes a checkpoint; a kill at any moment leaves the one before it. */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(folder, { recursive: true });
  const flat = new Map(
    flatNames.map((name) => [name, { shape: [checkpoint.flat[name].length], data: checkpoint.flat[name] }]),
  );
  const all = new Map<string, NamedArray>(checkpoint.base);
  for (const [name, array] of flat) all.set(`flat/${name}`, array);
  // One file, so that progress and weights can never disagree: the progress is the header's metadata.
  const bytes = encodeSafetensors(
    { tensors: all, metadata: { progress: JSON.stringify(checkpoint.progress) } },
    'F32',
  );
  await writeWhole(join(folder, 'checkpoint.safetensors'), bytes, { overwrite: true });
}

/** The run's last checkpoint, or undefined when it has none. @throws AppError training/mismatch, model/damaged */
export async function loadCheckpoint(folder: string, configHash: string): Promise<Checkpoint | undefined> {
  const path = join(folder, 'checkpoint.safetensors');
  if ((await stat(path).catch(() => undefined)) === undefined) return undefined;
  const { tensors, metadata } = decodeSafetensors(await readFile(path), path);
  const progress = progressSchema.parse(JSON.parse(metadata['progress'] ?? '{}'));
  if (progress.configHash !== configHash) {
    throw new AppError(
      'training/mismatch',
      `${folder} holds a run of another config. Start with --fresh, or give the run another name.`,
    );
  }
  const base = new Map([...tensors].filter(([name]) => !name.startsWith('flat/')));
  const read = (name: string): Float32Array => tensors.get(`flat/${name}`)?.data ?? new Float32Array();
  return {
    progress,
    base,
    flat: { value: read('value'), m: read('m'), v: read('v'), average: read('average'), best: read('best') },
  };
}
