// The cpu backend with gradients, for tests that train.
import { startBackend } from '../../src/tensor/backend.ts';
import { loadGradients } from '../../src/tensor/gradients.ts';

/** Vitest transforms the hundred files of the gradients one by one: on a busy machine that takes a while. */
export const loadingMs = 90_000;

export async function startCpuGradients(): Promise<void> {
  await startBackend('cpu');
  await loadGradients();
}
