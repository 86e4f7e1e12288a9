// Teaches the decoder: stop control and words of some studies' reports, from cached grids and asserted tags.
import * as tf from '@tensorflow/tfjs-core';
import type { Dropout } from '../../model/dropout.ts';
import { sections, type ReporterConfig } from '../../model/reporter/config.ts';
import { wordShares } from '../../model/reporter/meanWords.ts';
import { unrollSentences } from '../../model/reporter/sentenceLstm.ts';
import type { StudyGrids } from '../../model/reporter/studyFeatures.ts';
import { rememberStudies, toAssertions } from '../../model/reporter/studyTags.ts';
import { unrollTopics } from '../../model/reporter/topicWords.ts';
import { weight, type Weights } from '../../tensor/weights.ts';
import { endId, padId, startId } from '../../text/vocabulary.ts';
import { attentionPenalty, binaryCrossEntropy, wordLoss } from '../losses.ts';
import type { Lesson } from './learn.ts';
import type { DecoderStage } from './reporterTraining.ts';

/** Sentences of each section of each study as word ids: [study][section][sentence][word]. */
export type ReportIds = readonly (readonly (readonly (readonly number[])[])[])[];

type Settings = Pick<DecoderStage, 'stopWeight' | 'attentionWeight' | 'labelSmoothing'>;

/** Words of the sentence before each step, as shares over the vocabulary: S of [n * sections, vocabulary]. */
function sharesBefore(reports: ReportIds, steps: number, vocabularySize: number): tf.Tensor2D[] {
  const rows = reports.flat();
  return Array.from({ length: steps }, (_, step) =>
    wordShares(
      rows.map((sentences) => sentences[step - 1] ?? []),
      vocabularySize,
    ),
  );
}

interface Spoken {
  /** Where each sentence stands among [n, sections, steps]. */
  readonly rows: tf.Tensor1D;
  readonly inputs: tf.Tensor3D;
  readonly targets: tf.Tensor1D;
  readonly wordWeights: tf.Tensor1D;
  readonly smoothing: tf.Tensor1D;
}

/** All sentences of all studies, one below the other. */
function spoken(reports: ReportIds, steps: number, labelSmoothing: number): Spoken {
  const all = reports
    .flat()
    .flatMap((sentences, row) => sentences.map((words, s) => ({ words, row: row * steps + s })));
  const length = Math.max(...all.map(({ words }) => words.length)) + 1;
  const size = all.length * length;
  const inputs = new Int32Array(size).fill(padId);
  const targets = new Int32Array(size).fill(padId);
  const mask = new Float32Array(size);
  const wordCount = all.reduce((sum, { words }) => sum + words.length + 1, 0);
  for (const [i, { words }] of all.entries()) {
    inputs.set([startId, ...words], i * length);
    targets.set([...words, endId], i * length);
    mask.fill(1, i * length, i * length + words.length + 1);
  }
  return {
    rows: tf.tensor1d(
      all.map(({ row }) => row),
      'int32',
    ),
    inputs: tf.tensor3d(inputs, [all.length, 1, length], 'int32'),
    targets: tf.tensor1d(targets, 'int32'),
    wordWeights: tf.tensor1d(mask.map((value) => value / wordCount)),
    smoothing: tf.tensor1d(mask.map((value) => value * labelSmoothing)),
  };
}

/** Which steps stop, and which steps count: a section that the report lacks teaches nothing. */
function stops(
  reports: ReportIds,
  steps: number,
): { readonly truth: tf.Tensor3D; readonly mask: tf.Tensor3D } {
  const shape: [number, number, number] = [reports.length, sections.length, steps];
  const truth: number[] = [];
  const mask: number[] = [];
  for (const { length } of reports.flat()) {
    for (let step = 0; step < steps; step++) {
      truth.push(step >= length ? 1 : 0);
      mask.push(length > 0 && step <= length ? 1 : 0);
    }
  }
  return { truth: tf.tensor3d(truth, shape), mask: tf.tensor3d(mask, shape) };
}

/** Binary cross-entropy of the stop control, mean over the steps that count. */
function stopLoss(logits: tf.Tensor3D, truth: tf.Tensor3D, mask: tf.Tensor3D): tf.Scalar {
  const losses = binaryCrossEntropy(logits, truth);
  return tf.div(tf.sum(tf.mul(losses, mask)), tf.maximum(tf.sum(mask), 1));
}

/**
 * @param grids of the studies; disposed with the lesson
 * @param tags of each study, those that are asserted
 */
export function draftLesson(
  config: Pick<ReporterConfig, 'tagCount' | 'semanticCount' | 'vocabularySize'>,
  settings: Settings,
  grids: StudyGrids,
  tags: readonly (readonly number[])[],
  reports: ReportIds,
): Lesson {
  const steps = Math.max(...reports.flat().map((sentences) => sentences.length)) + 1;
  const assertions = toAssertions(tags, config);
  const shares = sharesBefore(reports, steps, config.vocabularySize);
  const words = spoken(reports, steps, settings.labelSmoothing);
  const { truth, mask } = stops(reports, steps);
  const n = reports.length;
  const losses = (weights: Weights, dropout: Dropout): Readonly<Record<string, tf.Scalar>> => {
    const memory = rememberStudies(weights, grids, assertions, dropout);
    const embedding = weight(weights, 'words/embedding');
    const befores = shares.map((share) =>
      tf.reshape<tf.Rank.R3>(tf.matMul(share, embedding), [n, sections.length, -1]),
    );
    const said = unrollSentences(weights, memory, befores, dropout);
    const stop = tf.stack(
      said.map((step) => step.stop),
      2,
    ) as tf.Tensor3D; // [n, sections, S]
    const pick = (of: tf.Tensor3D[]): tf.Tensor2D => {
      const stacked = tf.stack(of, 2); // [n, sections, S, hidden]
      return tf.gather(tf.reshape<tf.Rank.R2>(stacked, [n * sections.length * steps, -1]), words.rows);
    };
    const topics = pick(said.map((step) => step.topic));
    const contexts = pick(said.map((step) => step.context));
    const logits = unrollTopics(weights, topics, contexts, words.inputs, dropout);
    const maps = said.map((step) => step.visualMap);
    return {
      words: wordLoss(logits, words.targets, words.wordWeights, words.smoothing),
      stop: tf.mul(stopLoss(stop, truth, mask), settings.stopWeight),
      attention: tf.mul(attentionPenalty(maps, mask), settings.attentionWeight),
    };
  };
  const dispose = (): void => {
    tf.dispose([{ ...grids }, { ...assertions }, { ...words }, ...shares, truth, mask]);
  };
  return { losses, dispose };
}
