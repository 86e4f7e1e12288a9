// Captions the validation photos with the finished model and fits how sure it may be.
import * as tf from '@tensorflow/tfjs-core';
import { beamOptions, tagOfWordId } from '../model/captioner.ts';
import type { CaptionerConfig } from '../model/config.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { toTensors } from '../tensor/weights.ts';
import { calibrate } from './calibrate.ts';
import type { TrainingConfig } from './trainingConfig.ts';
import type { TrainingData } from './trainingData.ts';
import { captionAll, ciderOfBest } from './validate.ts';

export async function fitConfidence(
  config: TrainingConfig,
  data: TrainingData,
  arrays: ReadonlyMap<string, NamedArray>,
  signal: AbortSignal,
): Promise<CaptionerConfig['confidence']> {
  const weights = toTensors(arrays);
  const { vocabulary, counts, tags } = data.corpus;
  const { beam, batchImages } = config.validation;
  const search = { ...beamOptions({ config: data.config, counts }, beam), batchImages, signal };
  const found = await captionAll(weights, data.config, data.validation, search).finally(() =>
    tf.dispose({ ...weights }),
  );
  const tagOfWord = tagOfWordId(vocabulary, tags);
  const evidence = found.sentences.map((sentences, i) => ({
    sentences,
    tags: found.tags[i] ?? new Float32Array(),
    tagOfWord,
  }));
  return calibrate(evidence, ciderOfBest(found.sentences, data.validation, vocabulary)).confidence;
}
