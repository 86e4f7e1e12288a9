// A whole model of tiny decoder and random weights, for tests that need one to run.
import type { ModelFolderContent } from '../../src/engine/modelFolder.ts';
import { initCoAttention } from '../../src/model/coAttention.ts';
import type { CaptionerConfig } from '../../src/model/config.ts';
import { initJointSpace } from '../../src/model/jointSpace.ts';
import { encoderShapes, gridChannels } from '../../src/model/mobileNetV2.ts';
import { initTagClassifier } from '../../src/model/tagClassifier.ts';
import { initWordLstm } from '../../src/model/wordLstm.ts';
import { initWordRelevance } from '../../src/model/wordRelevance.ts';
import { createRandom, nextNormal, type Random } from '../../src/random.ts';
import type { NamedArray } from '../../src/tensor/safetensors.ts';
import { glorot } from '../../src/tensor/weights.ts';
import { createVocabulary } from '../../src/text/vocabulary.ts';

const words = ['<pad>', '<start>', '<end>', '<unk>', 'a', 'dog', 'man', 'runs', 'in', 'grass', 'red', 'ball'];
const tags = ['dog', 'man', 'grass', 'ball'];

export const tinyConfig: CaptionerConfig = {
  format: 'ekphrasis/photo-captioner',
  formatVersion: 2,
  name: 'tiny',
  inputSize: 224,
  vocabularySize: words.length,
  hiddenSize: 8,
  attentionSize: 6,
  tagHiddenSize: 5,
  tagCount: tags.length,
  semanticCount: 3,
  maxWords: 6,
  relevanceHiddenSize: 7,
  jointHiddenSize: 5,
  jointSize: 4,
  jointPhotos: 3,
  decoding: { lengthPower: 0.7, guidance: [0, 0.5] },
  ranking: { features: ['score', 'match'], weights: [1, 0.5], sharpness: 2 },
  confidence: { features: ['meanLogProbability'], weights: [1], bias: 0.5, hedgeBelow: 0.4 },
};

/** Encoder weights that keep a signal alive through all layers (He et al. 2015), with small random biases. */
function randomEncoder(random: Random): Map<string, NamedArray> {
  const arrays = new Map<string, NamedArray>();
  for (const [name, shape] of encoderShapes()) {
    const size = shape.reduce((a, b) => a * b, 1);
    const fanIn = name.endsWith('depthwise_kernel') ? 9 : size / (shape.at(-1) ?? 1);
    // Projections are added to what came before: smaller ones keep the sum in bounds.
    const gain = name.includes('project') ? 0.25 : 2;
    const deviation = name.endsWith('bias') ? 0.1 : Math.sqrt(gain / fanIn);
    arrays.set(name, {
      shape,
      data: Float32Array.from({ length: size }, () => deviation * nextNormal(random)),
    });
  }
  return arrays;
}

/** The decoder alone: tags, attention and words; `spread` makes its choices more decided. */
export function randomDecoder(config: CaptionerConfig, seed: number, spread = 1): Map<string, NamedArray> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  const arrays = new Map([
    ...initTagClassifier(
      config,
      Array.from({ length: config.tagCount }, () => 0.2),
      next,
    ),
    ...initCoAttention({ ...config, visualSize: gridChannels }, next),
    ...initWordLstm(config, next),
  ]);
  for (const { data } of arrays.values()) for (const [i, value] of data.entries()) data[i] = value * spread;
  return arrays;
}

/** The heads: relevance of words and joint space, with three photos to compare with. */
export function randomHeads(config: CaptionerConfig, seed: number): Map<string, NamedArray> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  const shares = Array.from({ length: config.vocabularySize }, (_, id) => (id < 4 ? 0 : 0.5 / (id - 3)));
  return new Map([
    ...initWordRelevance(config, shares, next),
    ...initJointSpace(config, next),
    ['joint/photos', glorot([config.jointPhotos, config.jointSize], next)],
  ]);
}

export function randomModel(seed = 1): ModelFolderContent {
  return {
    config: tinyConfig,
    arrays: new Map([
      ...randomEncoder(createRandom(seed)),
      ...randomDecoder(tinyConfig, seed + 1, 2),
      ...randomHeads(tinyConfig, seed + 2),
    ]),
    vocabulary: createVocabulary(words),
    counts: words.map((_, id) => (id < 4 ? 0 : 100 - id)),
    tags,
  };
}
