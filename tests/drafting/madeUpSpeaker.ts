// Decoders for drafting: one whose words are given, the same at every place, and one of random weights whose words are
// findings, denials and blanket statements in any order.
import * as tf from '@tensorflow/tfjs-core';
import type { Speaker } from '../../src/drafting/draftStudies.ts';
import { observations } from '../../src/evaluation/findings/observations.ts';
import { gridChannels } from '../../src/model/mobileNetV2.ts';
import type { ReporterConfig } from '../../src/model/reporter/config.ts';
import { patchesPerView, type StudyGrids } from '../../src/model/reporter/studyFeatures.ts';
import { createRandom } from '../../src/random.ts';
import { toTensors, type NamedArray } from '../../src/tensor/weights.ts';
import { createVocabulary, endId } from '../../src/text/vocabulary.ts';
import { randomReporterDecoder } from '../model/reporter/tinyDecoder.ts';
import { tinyReporterConfig } from '../model/randomReporter.ts';

const specials = ['<pad>', '<start>', '<end>', '<unk>'];
export const tags = [...observations, 'normal', 'opacity/base'];
export const tagOf = (name: string): number => tags.indexOf(name);

type Speech = Pick<ReporterConfig, 'decoding' | 'maxWords' | 'maxSentences'>;

function speakerOf(
  words: readonly string[],
  arrays: ReadonlyMap<string, NamedArray>,
  speech: Speech,
): Speaker {
  const all = [...specials, ...words];
  return {
    weights: toTensors(arrays),
    config: { ...tinyReporterConfig, ...speech, vocabularySize: all.length, tagCount: tags.length },
    vocabulary: createVocabulary(all),
    tags,
  };
}

const sizesOf = (words: readonly string[]) => ({
  ...tinyReporterConfig,
  vocabularySize: specials.length + words.length,
  tagCount: tags.length,
});

/**
 * Says one word a sentence, the first the most probable, whatever it sees and has said.
 * @param stop p(stop) at every place
 */
export function plainSpeaker(words: readonly string[], stop: number, speech: Partial<Speech> = {}): Speaker {
  const arrays = randomReporterDecoder(sizesOf(words), 1, 0);
  for (const { data } of arrays.values()) data.fill(0);
  const likely = arrays.get('words/output/vocabularyBias')?.data;
  likely?.fill(26, endId, endId + 1);
  for (const i of words.keys()) likely?.fill(18 - i, specials.length + i, specials.length + i + 1);
  arrays.get('sentences/b_stop')?.data.fill(Math.log(stop / (1 - stop)));
  const decoding = { beam: words.length, lengthPower: 0, drafts: 1, stopAt: 0.5 };
  return speakerOf(words, arrays, { decoding, maxWords: 2, maxSentences: 4, ...speech });
}

const clinical =
  'no the is are heart lungs clear normal enlarged cardiomegaly pleural effusion effusions pneumothorax opacity left ' +
  'right pneumonia edema atelectasis possible , fracture small large mass catheter chest acute disease';

/** Says what chance has it say. */
export function randomSpeaker(seed: number): Speaker {
  const words = clinical.split(' ');
  const arrays = randomReporterDecoder(sizesOf(words), seed, 3);
  const decoding = { beam: 4, lengthPower: 0.7, drafts: 2, stopAt: 0.6 };
  return speakerOf(words, arrays, { decoding, maxWords: 5, maxSentences: 5 });
}

/** Random films of n studies, every second one without a lateral view. */
export function randomGrids(n: number, seed: number): StudyGrids {
  const random = createRandom(seed);
  const view = (): tf.Tensor3D =>
    tf.tensor3d(
      Float32Array.from({ length: n * patchesPerView * gridChannels }, () => random.next()),
      [n, patchesPerView, gridChannels],
    );
  const present = Array.from({ length: n }, (_, i) => [1, i % 2 === 0 ? 1 : 0]);
  return { frontal: view(), lateral: view(), present: tf.tensor2d(present) };
}
