// Reads a train.json, and tells which run its weights belong to.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { reporterTrainingSchema, type ReporterTraining } from './reporter/reporterTraining.ts';
import { trainingConfigSchema, type TrainingConfig } from './trainingConfig.ts';

const formatSchema = z.object({
  format: z.enum(['ekphrasis/training', 'ekphrasis/reporter-training'], {
    error: 'format must be "ekphrasis/training" or "ekphrasis/reporter-training"',
  }),
});

function parse<T>(path: string, schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new AppError('usage', `${path}: ${place}${issue?.message ?? 'wrong'}. Correct it.`, {
    cause: parsed.error,
  });
}

/** Parses a train.json, of a captioner or of a reporter. @throws AppError data/missing, usage */
export async function readAnyTraining(path: string): Promise<TrainingConfig | ReporterTraining> {
  const json = await readJson(path);
  const { format } = parse(path, formatSchema, json);
  return format === 'ekphrasis/training'
    ? parse(path, trainingConfigSchema, json)
    : parse(path, reporterTrainingSchema, json);
}

/** Parses the train.json of a captioner. @throws AppError data/missing, usage */
export async function readTrainingConfig(path: string): Promise<TrainingConfig> {
  return parse(path, trainingConfigSchema, await readJson(path));
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('data/missing', `${path} cannot be read: give a train.json.`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('usage', `${path} is not valid JSON: correct it.`, { cause });
  }
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
