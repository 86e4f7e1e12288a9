// Lets the finished model caption the validation photos, and fits how it ranks its candidates and how sure it may be.
import * as tf from '@tensorflow/tfjs-core';
import type { CaptionerConfig } from '../model/config.ts';
import { createWordFacts, rankCandidates } from '../model/ranking.ts';
import { disposePrepared, prepareWords } from '../model/preparedWords.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { toTensors } from '../tensor/weights.ts';
import { calibrate } from './calibrate.ts';
import { findAll } from './findAll.ts';
import { fitRanking, scoreCandidates } from './fitRanking.ts';
import type { TrainingConfig } from './trainingConfig.ts';
import type { TrainingData } from './trainingData.ts';

/** @param arrays all weights, heads too */
export async function fitJudgement(
  config: TrainingConfig,
  data: TrainingData,
  arrays: ReadonlyMap<string, NamedArray>,
  signal: AbortSignal,
): Promise<Pick<CaptionerConfig, 'ranking' | 'confidence'>> {
  const { vocabulary, counts, tags } = data.corpus;
  const { beam, batchImages } = config.validation;
  const weights = toTensors(arrays);
  const prepared = await prepareWords(weights);
  const findings = await findAll(prepared, data.config, data.validation, {
    ...{ beam, batchImages, signal },
  }).finally(() => {
    disposePrepared(prepared);
    tf.dispose({ ...weights });
  });
  const facts = createWordFacts(vocabulary, counts, tags);
  const scores = scoreCandidates(findings, data.validation, vocabulary);
  const ranking = fitRanking(findings, scores, facts, config.ranking);
  const evidence = findings.map((found) => ({
    sentences: rankCandidates(ranking, found, facts),
    ...{ tags: found.tags, facts },
  }));
  const best = evidence.map(({ sentences: [first] }, i) => scores[i]?.[first?.place ?? 0]?.cider ?? 0);
  return { ranking, confidence: calibrate(evidence, best).confidence };
}
