// Two made-up studies with random films, and a decoder of a few units that learns to report them on cpu.
import * as tf from '@tensorflow/tfjs-core';
import { gridChannels } from '../../../src/model/mobileNetV2.ts';
import type { ReporterConfig } from '../../../src/model/reporter/config.ts';
import { patchesPerView, type StudyGrids } from '../../../src/model/reporter/studyFeatures.ts';
import { createRandom } from '../../../src/random.ts';
import type { NamedArray } from '../../../src/tensor/safetensors.ts';
import { sentenceTokens } from '../../../src/text/sentenceTokens.ts';
import { buildVocabulary, toIds } from '../../../src/text/vocabulary.ts';
import { decoderWeights } from '../../../src/training/reporter/decoderStage.ts';
import { draftLesson } from '../../../src/training/reporter/draftLesson.ts';
import type { CourseTask } from '../../../src/training/reporter/learn.ts';
import { initDecoder } from '../../model/reporter/tinyDecoder.ts';

/** [study][section][sentence]; the second has no impression. */
export const said: readonly (readonly (readonly string[])[])[] = [
  [['The heart is enlarged.', 'The lungs are clear.', 'No effusion.'], ['Cardiomegaly.']],
  [['The heart is normal.', 'There is a small effusion.'], []],
];

/** Tags of each study, those that are asserted. */
export const tags: readonly (readonly number[])[] = [[1], [0, 2]];

const vocabulary = buildVocabulary(said.flat(2).map(sentenceTokens), 1);
export const words = vocabulary.words;
export const ids = said.map((sections) =>
  sections.map((sentences) => sentences.map((sentence) => toIds(vocabulary, sentenceTokens(sentence)))),
);

export const tinyCourseConfig = {
  hiddenSize: 12,
  attentionSize: 6,
  tagHiddenSize: 3,
  tagCount: 3,
  semanticCount: 2,
  vocabularySize: words.length,
  maxWords: 8,
  maxSentences: 5,
  decoding: { beam: 2, lengthPower: 0.7, drafts: 2, stopAt: 0.5 },
} satisfies Partial<ReporterConfig>;

const random = createRandom(5);
const film = (): Float32Array =>
  Float32Array.from({ length: patchesPerView * gridChannels }, () => random.next() * 2 - 1);
const films = { frontal: [film(), film()], lateral: [film(), undefined] };

/** Films of some of the studies; the second has no lateral one. */
export function tinyGrids(studies: readonly number[] = [0, 1]): StudyGrids {
  const view = (own: readonly (Float32Array | undefined)[]): tf.Tensor3D => {
    const size = patchesPerView * gridChannels;
    const all = new Float32Array(studies.length * size).fill(7);
    for (const [i, study] of studies.entries()) all.set(own[study] ?? [], i * size);
    return tf.tensor3d(all, [studies.length, patchesPerView, gridChannels]);
  };
  const present = studies.map((study) => [1, films.lateral[study] ? 1 : 0]);
  return { frontal: view(films.frontal), lateral: view(films.lateral), present: tf.tensor2d(present) };
}

export function tinyWeights(): Map<string, NamedArray> {
  const first = createRandom(7);
  return initDecoder(tinyCourseConfig, () => first.next());
}

export const lossSettings = { stopWeight: 1, attentionWeight: 0.01, labelSmoothing: 0 };

export const tinyCourse = {
  name: 'reports',
  epochs: 3,
  patience: 9,
  batchStudies: 2,
  rate: 0.02,
  encoderRate: 0,
  warmUpSteps: 2,
  finalRateShare: 0.1,
  clipNorm: 2,
  averageDecay: 0,
  dropoutScale: 0,
} satisfies CourseTask['stage'];

/** A course of `steps` steps an epoch, both studies in each. */
export function tinyTask(steps: number, rest: Partial<CourseTask> = {}): CourseTask {
  const base = tinyWeights();
  return {
    stage: tinyCourse,
    stageIndex: 0,
    seed: 3,
    base,
    trained: decoderWeights(base),
    batches: (chance) =>
      // An order by chance, so that a course that is gone on with must draw the same.
      Array.from({ length: steps }, () => (chance.next() < 0.5 ? [0, 1] : [1, 0])),
    prepare: (studies) =>
      Promise.resolve(
        draftLesson(
          tinyCourseConfig,
          lossSettings,
          tinyGrids(studies),
          studies.map((study) => tags[study] ?? []),
          studies.map((study) => ids[study] ?? []),
        ),
      ),
    validate: () => Promise.resolve(undefined),
    resume: undefined,
    save: () => Promise.resolve(),
    nowMs: () => 0,
    signal: new AbortController().signal,
    ...rest,
  };
}
