// A JSON file of a data set, read; what is wrong with it is said in words.
import { readFile } from 'node:fs/promises';
import { AppError } from '../errors.ts';

/** @throws AppError data/missing, data/damaged */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('data/missing', `${path} cannot be read: check its permissions.`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('data/damaged', `${path} is not valid JSON: get the file again.`, { cause });
  }
}
