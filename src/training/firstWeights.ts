// The weights that a run starts from: a pretrained encoder, and fresh tags, attention and words.
import { initCoAttention } from '../model/coAttention.ts';
import { encoderPartOf, encoderParts, gridChannels } from '../model/mobileNetV2.ts';
import { initTagClassifier } from '../model/tagClassifier.ts';
import { initWordLstm } from '../model/wordLstm.ts';
import { createRandom } from '../random.ts';
import { readLayersModel } from '../tensor/layersModel.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import type { TrainingData } from './trainingData.ts';

/** The encoder's weights alone. */
export function encoderOf(arrays: ReadonlyMap<string, NamedArray>): Map<string, NamedArray> {
  const encoder = new Set(encoderParts);
  return new Map([...arrays].filter(([name]) => encoder.has(encoderPartOf(name))));
}

/**
 * @param encoderFolder a LayersModel folder of MobileNetV2
 * @throws AppError data/missing, data/damaged
 */
export async function firstWeights(
  encoderFolder: string,
  seed: number,
  { config, corpus }: Pick<TrainingData, 'config' | 'corpus'>,
): Promise<Map<string, NamedArray>> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  const sizes = { ...config, visualSize: gridChannels };
  return new Map([
    ...encoderOf(await readLayersModel(encoderFolder)),
    ...initTagClassifier(sizes, corpus.tagFrequencies, next),
    ...initCoAttention(sizes, next),
    ...initWordLstm(sizes, next),
  ]);
}
