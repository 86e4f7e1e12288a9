// Which run a reporter's weights belong to.
import { createHash } from 'node:crypto';
import type { ReporterTraining } from './reporterTraining.ts';

/** Hash of all that the weights depend on after so many stages: those of the encoder, then the decoder's. */
export function hashReporterTraining(
  config: ReporterTraining,
  stages: number,
  limit: number | undefined,
): string {
  const { format, name, data, encoderWeights, seed, model, augmentation } = config;
  const kept = { format, name, data, encoderWeights, seed, model, augmentation };
  const begun = [...config.encoder, config.decoder].slice(0, stages);
  return createHash('sha256')
    .update(JSON.stringify([kept, begun, limit]))
    .digest('hex');
}
