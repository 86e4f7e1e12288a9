// Reads a train.json, and tells which run its weights belong to.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { trainingConfigSchema, type TrainingConfig } from './trainingConfig.ts';

/** Parses a train.json. @throws AppError data/missing, usage */
export async function readTrainingConfig(path: string): Promise<TrainingConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('data/missing', `${path} cannot be read: give a train.json.`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('usage', `${path} is not valid JSON: correct it.`, { cause });
  }
  const parsed = trainingConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new AppError('usage', `${path}: ${place}${issue?.message ?? 'wrong'}. Correct it.`, {
    cause: parsed.error,
  });
}

/**
 * Hash of all that the weights depend on after so many stages. How they are validated, searched with and where they
 * go may change within a run; so may stages that are not begun.
 */
export function hashConfig(config: TrainingConfig, stages: number, limit: number | undefined): string {
  const { format, name, data, encoderWeights, seed, model, augmentation } = config;
  const kept = { format, name, data, encoderWeights, seed, model, augmentation };
  return createHash('sha256')
    .update(JSON.stringify([kept, config.stages.slice(0, stages), limit]))
    .digest('hex');
}
