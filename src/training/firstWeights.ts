// The weights that a run starts from: a pretrained encoder, and fresh tags, attention and words.
import { AppError } from '../errors.ts';
import { initCoAttention } from '../model/coAttention.ts';
import { encoderPartOf, encoderParts, encoderShapes, gridChannels } from '../model/mobileNetV2.ts';
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
 * The encoder out of a LayersModel folder of MobileNetV2.
 * @throws AppError data/missing, data/damaged
 */
export async function readEncoder(folder: string): Promise<Map<string, NamedArray>> {
  const encoder = encoderOf(await readLayersModel(folder));
  for (const [name, shape] of encoderShapes()) {
    if (encoder.get(name)?.shape.join() === shape.join()) continue;
    throw new AppError(
      'data/damaged',
      `${folder} is not MobileNetV2: ${name} is missing or has another shape. Give its folder in encoderWeights.`,
    );
  }
  return encoder;
}

export function firstWeights(
  encoder: ReadonlyMap<string, NamedArray>,
  seed: number,
  { config, corpus }: Pick<TrainingData, 'config' | 'corpus'>,
): Map<string, NamedArray> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  const sizes = { ...config, visualSize: gridChannels };
  return new Map([
    ...encoder,
    ...initTagClassifier(sizes, corpus.tagFrequencies, next),
    ...initCoAttention(sizes, next),
    ...initWordLstm(sizes, next),
  ]);
}
