// Opens a model folder (config.json, model.safetensors, vocabulary.json) as a Reporter, ready to answer.
import { createReporter, type Reporter } from '../drafting/reporter.ts';
import { startBackend, type BackendName } from '../tensor/backend.ts';
import { toTensors } from '../tensor/weights.ts';
import { defaultBackend } from './openCaptioner.ts';
import { readReporterFolder } from './reporterFolder.ts';

/**
 * Reads a model folder and starts the backend.
 * @throws AppError model/missing, model/damaged, model/mismatch, backend/unavailable
 */
export async function openReporter(folder: string, backend: BackendName = defaultBackend): Promise<Reporter> {
  const [{ arrays, ...parts }] = await Promise.all([readReporterFolder(folder), startBackend(backend)]);
  return createReporter({ ...parts, weights: toTensors(arrays) });
}
