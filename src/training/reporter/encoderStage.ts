// Encoder and tag classifier learn the tags, the encoder from a part of it upwards.
import { meanAuroc } from '../../evaluation/auroc.ts';
import { observations } from '../../evaluation/findings/observations.ts';
import { encoderPartOf, encoderParts } from '../../model/mobileNetV2.ts';
import { shuffle } from '../../random.ts';
import type { NamedArray } from '../../tensor/safetensors.ts';
import { drawFilms } from './films.ts';
import type { CourseTask } from './learn.ts';
import { logitsOfStudies } from './lookAtStudies.ts';
import type { EncoderStage, ReporterTraining } from './reporterTraining.ts';
import type { StudyData } from './studyData.ts';
import { tagLesson } from './tagLesson.ts';

/** Tags with fewer studies tell too little. */
const fewest = 5;

/** What an encoder stage trains: the tag classifier, and the encoder from `unfreezeFrom` on. */
export function tagWeights(
  arrays: ReadonlyMap<string, NamedArray>,
  { unfreezeFrom }: Pick<EncoderStage, 'unfreezeFrom'>,
): string[] {
  const first = unfreezeFrom === undefined ? encoderParts.length : encoderParts.indexOf(unfreezeFrom);
  const thawed = new Set(encoderParts.slice(first));
  return [...arrays.keys()].filter(
    (name) => thawed.has(encoderPartOf(name)) || /^tags\/(hidden|output)\//.test(name),
  );
}

export function encoderCourse(
  config: ReporterTraining,
  stage: EncoderStage,
  base: ReadonlyMap<string, NamedArray>,
  train: StudyData,
  validation: StudyData,
  signal: AbortSignal,
): Pick<CourseTask, 'stage' | 'base' | 'trained' | 'batches' | 'prepare' | 'validate'> {
  const all = [...train.studies.keys()];
  return {
    stage,
    base,
    trained: tagWeights(base, stage),
    batches: (random) => {
      const order = shuffle([...all], random);
      const steps = Math.floor(order.length / stage.batchStudies);
      return Array.from({ length: steps }, (_, i) =>
        order.slice(i * stage.batchStudies, (i + 1) * stage.batchStudies),
      );
    },
    prepare: (studies, random, frozen) =>
      tagLesson(
        train.films,
        drawFilms(train.films, studies, stage.viewDropout, random),
        studies.map((study) => train.truth[study] ?? new Float32Array()),
        { augmentation: config.augmentation, unfreezeFrom: stage.unfreezeFrom, frozen },
        random,
      ),
    validate: async (weights) => {
      const logits = await logitsOfStudies(weights, validation.films, signal);
      const observed = (rows: readonly Float32Array[]): Float32Array[] =>
        rows.map((row) => row.slice(0, observations.length));
      return {
        auroc: meanAuroc(logits, validation.truth, fewest),
        observations: meanAuroc(observed(logits), observed(validation.truth), fewest),
      };
    },
  };
}
