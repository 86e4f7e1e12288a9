// Opens a model folder (config.json, model.safetensors, vocabulary.json) as a Captioner, ready to answer.
import { defaultCaptionOptions } from '../model/caption.ts';
import { createCaptioner, type Captioner } from '../model/captioner.ts';
import { startBackend, type BackendName } from '../tensor/backend.ts';
import { toTensors } from '../tensor/weights.ts';
import { readModelFolder } from './modelFolder.ts';

/** Starts fast everywhere and needs no native code. */
export const defaultBackend: BackendName = 'wasm';

/**
 * Reads a model folder, starts the backend and warms both up with a blank picture.
 * @throws AppError model/missing, model/damaged, model/mismatch, backend/unavailable
 */
export async function openCaptioner(
  folder: string,
  backend: BackendName = defaultBackend,
): Promise<Captioner> {
  const [{ arrays, ...parts }] = await Promise.all([readModelFolder(folder), startBackend(backend)]);
  const captioner = await createCaptioner({ ...parts, weights: toTensors(arrays) }, () => performance.now());
  const side = captioner.inputSize;
  const blank = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(128) };
  await captioner.caption([blank], defaultCaptionOptions);
  return captioner;
}
