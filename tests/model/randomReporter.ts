// A whole reporter of tiny decoder and random weights, for tests that need one to run. Its gate lets every picture
// through as frontal, and it asserts one finding, so that drafts say something.
import type { FolderContent } from '../../src/engine/modelFiles.ts';
import { observations } from '../../src/evaluation/findings/observations.ts';
import { encoderShapes } from '../../src/model/mobileNetV2.ts';
import type { ReporterConfig } from '../../src/model/reporter/config.ts';
import { reporterShapes } from '../../src/model/reporter/weightShapes.ts';
import { createRandom, nextNormal } from '../../src/random.ts';
import type { NamedArray } from '../../src/tensor/safetensors.ts';
import { createVocabulary } from '../../src/text/vocabulary.ts';

const words = [
  '<pad>',
  '<start>',
  '<end>',
  '<unk>',
  'the',
  'heart',
  'lungs',
  'are',
  'is',
  'seen',
  'view',
  '.',
];
const tags = [...observations, 'normal', 'Opacity/lung'];
const asserted = tags.indexOf('Cardiomegaly');

export const tinyReporterConfig: ReporterConfig = {
  format: 'ekphrasis/chest-xray-reporter',
  formatVersion: 1,
  name: 'tiny-reporter',
  inputSize: 224,
  vocabularySize: words.length,
  tagCount: tags.length,
  hiddenSize: 8,
  attentionSize: 6,
  tagHiddenSize: 5,
  semanticCount: 4,
  maxWords: 6,
  maxSentences: 3,
  decoding: { beam: 3, lengthPower: 0.7, drafts: 2, stopAt: 0.9 },
  temperature: 1,
  thresholds: tags.map(() => 0.5),
  tagWords: tags.map(() => []),
  phrases: { heart: 0.5, 'the heart': 0.25 },
};

export function randomReporter(seed = 1): FolderContent<ReporterConfig> {
  const random = createRandom(seed);
  const encoder = encoderShapes();
  const arrays = new Map<string, NamedArray>();
  for (const [name, shape] of reporterShapes(tinyReporterConfig)) {
    const size = shape.reduce((a, b) => a * b, 1);
    const fanIn = name.endsWith('depthwise_kernel') ? 9 : size / (shape.at(-1) ?? 1);
    // He et al. 2015; projections are added to what came before: smaller ones keep the sum in bounds.
    const gain = name.includes('project') ? 0.25 : 2;
    const deviation = encoder.has(name)
      ? name.endsWith('bias')
        ? 0.1
        : Math.sqrt(gain / fanIn)
      : name.startsWith('words/')
        ? 1
        : 0.3;
    arrays.set(name, {
      shape,
      data: Float32Array.from({ length: size }, () => deviation * nextNormal(random)),
    });
  }
  const only = (name: string, place: number, value: number): void => {
    arrays
      .get(name)
      ?.data.fill(-value)
      .fill(value, place, place + 1);
  };
  arrays.get('gate/kernel')?.data.fill(0);
  only('gate/bias', 0, 4);
  arrays.get('tags/output/kernel')?.data.fill(0);
  only('tags/output/bias', asserted, 2);
  return {
    config: tinyReporterConfig,
    arrays,
    vocabulary: createVocabulary(words),
    counts: words.map((_, id) => (id < 4 ? 0 : 100 - id)),
    tags,
  };
}
