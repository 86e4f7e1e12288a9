// The train.json of a reporter of a few units, whose paths are a test's own.
import type { ReporterTraining } from '../../../src/training/reporter/reporterTraining.ts';

export function tinyReporterTraining(changed: Partial<ReporterTraining> = {}): ReporterTraining {
  const course = {
    epochs: 2,
    patience: 9,
    batchStudies: 2,
    rate: 0.01,
    warmUpSteps: 1,
    finalRateShare: 0.1,
    clipNorm: 2,
    averageDecay: 0,
    dropoutScale: 1,
    viewDropout: 0.2,
  };
  return {
    format: 'ekphrasis/reporter-training',
    name: 'tiny-reporter',
    data: 'data',
    encoderWeights: 'encoder',
    output: 'model',
    seed: 3,
    model: {
      hiddenSize: 8,
      attentionSize: 6,
      tagHiddenSize: 5,
      semanticCount: 4,
      maxWords: 8,
      maxSentences: 3,
      minWordCount: 1,
      minTagStudies: 1,
    },
    augmentation: { minCrop: 0.9, flip: false, colour: 0.1 },
    decoding: { beam: 2, lengthPower: 0.7, drafts: 2, stopAt: 0.5 },
    encoder: [{ ...course, name: 'tags', encoderRate: 0 }],
    decoder: {
      ...course,
      name: 'reports',
      cachedViews: 1,
      tagDropout: 0.1,
      normalShare: 1,
      labelSmoothing: 0.1,
      stopWeight: 1,
      attentionWeight: 0.01,
      validationStudies: 2,
      validateEvery: 1,
    },
    gate: { photos: 'photos', photoCount: 4, ridge: 0.001, steps: 5, rate: 0.01 },
    ...changed,
  };
}
