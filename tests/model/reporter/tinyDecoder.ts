// A reporter's decoder of a few units with random weights, over random films: for tests of its parts.
import * as tf from '@tensorflow/tfjs-core';
import { initCoAttention } from '../../../src/model/coAttention.ts';
import { gridChannels } from '../../../src/model/mobileNetV2.ts';
import type { ReporterConfig } from '../../../src/model/reporter/config.ts';
import { initSentenceLstm } from '../../../src/model/reporter/sentenceLstm.ts';
import { initViews, patchesPerView, type StudyGrids } from '../../../src/model/reporter/studyFeatures.ts';
import { initStudyTags } from '../../../src/model/reporter/studyTags.ts';
import { initWordLstm } from '../../../src/model/wordLstm.ts';
import { createRandom } from '../../../src/random.ts';
import type { NamedArray } from '../../../src/tensor/safetensors.ts';
import { randomRows, type Matrix } from '../plainMath.ts';

export const tinySizes = {
  hiddenSize: 3,
  attentionSize: 2,
  tagHiddenSize: 4,
  tagCount: 5,
  semanticCount: 2,
  vocabularySize: 9,
  maxWords: 5,
  maxSentences: 4,
  decoding: { beam: 2, lengthPower: 0.7, drafts: 2, stopAt: 0.5 },
} satisfies Partial<ReporterConfig>;

type Sizes = Pick<
  ReporterConfig,
  'hiddenSize' | 'attentionSize' | 'tagHiddenSize' | 'tagCount' | 'vocabularySize'
>;

/** All weights but the encoder's and the gate's, as the parts initialise them. */
export function initDecoder(sizes: Sizes, next: () => number): Map<string, NamedArray> {
  return new Map([
    ...initStudyTags(
      sizes,
      Array.from({ length: sizes.tagCount }, (_, tag) => (tag + 1) / (sizes.tagCount + 2)),
      next,
    ),
    ...initViews(sizes.hiddenSize),
    ...initCoAttention({ ...sizes, visualSize: gridChannels }, next),
    ...initSentenceLstm(sizes, next),
    ...initWordLstm(sizes, next),
  ]);
}

/** The same, with biases that show that each is added where it should be. */
export function randomReporterDecoder(sizes: Sizes, seed: number, spread = 1): Map<string, NamedArray> {
  const random = createRandom(seed);
  const next = (): number => random.next();
  const arrays = initDecoder(sizes, next);
  for (const [name, { data }] of arrays)
    for (const [i, value] of data.entries())
      data[i] = /bias|\/b_|views/i.test(name) ? next() - 0.5 : value * spread;
  return arrays;
}

/** A study's films as rows of patches; undefined where a view is missing. */
export interface TinyStudy {
  readonly frontal: Matrix | undefined;
  readonly lateral: Matrix | undefined;
}

/** Films of one study, [frontal there, lateral there]. */
export function randomStudy(there: readonly [boolean, boolean], next: () => number): TinyStudy {
  const film = (is: boolean): Matrix | undefined =>
    is ? randomRows(patchesPerView, gridChannels, next) : undefined;
  return { frontal: film(there[0]), lateral: film(there[1]) };
}

/** The studies as the model takes them; a missing view is filled with `filling`, which nothing may depend on. */
export function toGrids(studies: readonly TinyStudy[], filling = 7): StudyGrids {
  const empty = Array.from({ length: patchesPerView }, () =>
    Array.from({ length: gridChannels }, () => filling),
  );
  const view = (name: keyof TinyStudy): tf.Tensor3D =>
    tf.tensor3d(studies.map((study) => (study[name] ?? empty).map((patch) => [...patch])));
  return {
    frontal: view('frontal'),
    lateral: view('lateral'),
    present: tf.tensor2d(studies.map(({ frontal, lateral }) => [frontal ? 1 : 0, lateral ? 1 : 0])),
  };
}
