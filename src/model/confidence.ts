// How probable it is that a caption is good: a logistic model over what the decoder and the tag classifier found,
// fitted on validation photos (src/training/calibrate.ts) and kept in config.json.
import type { CaptionerConfig } from './config.ts';
import { mean, sharpness, type Ranked, type WordFacts } from './ranking.ts';
import { weightedSum } from './weightedSum.ts';

/** What the model knows about its best caption. */
export interface Evidence {
  /** The candidates as the ranking has them. */
  readonly sentences: readonly Ranked[];
  /** Probability of each tag. */
  readonly tags: Float32Array;
  readonly facts: Pick<WordFacts, 'tagOfWord'>;
}

/** Everything that can tell whether a caption is good. */
export const confidenceFeatureNames = [
  'meanLogProbability',
  'minimumLogProbability',
  'totalLogProbability',
  'score',
  'margin',
  'rank',
  'match',
  'specificity',
  'length',
  'meanTagProbability',
  'minimumTagProbability',
  'logMeanTagProbability',
  'topTags',
  'missedTags',
  'sharpness',
] as const;

/** Features by name; each is a plain number of order 1. */
export function confidenceFeatures({ sentences, tags, facts }: Evidence): ReadonlyMap<string, number> {
  const best = sentences[0];
  if (!best) return new Map();
  const logs = best.words.map((word) => word.logProbability);
  const said = best.words.map((word) => facts.tagOfWord(word.id)).filter((tag) => tag !== undefined);
  const saidTags = said.map((tag) => tags[tag] ?? 0);
  const ranked = [...tags].sort((a, b) => b - a);
  const mentioned = new Set(said);
  const missed = [...tags].filter((probability, tag) => !mentioned.has(tag) && probability > 0.3).length;
  const features: Record<(typeof confidenceFeatureNames)[number], number> = {
    meanLogProbability: mean(logs),
    minimumLogProbability: Math.min(0, ...logs),
    totalLogProbability: best.logProbability / 10,
    score: best.score,
    margin: best.rank - (sentences[1]?.rank ?? best.rank - 1),
    rank: best.rank,
    match: best.match,
    specificity: best.specificity / 10,
    length: best.words.length / 10,
    meanTagProbability: mean(saidTags),
    minimumTagProbability: saidTags.length ? Math.min(...saidTags) : 0,
    logMeanTagProbability: mean(saidTags.map((p) => Math.log(p + 0.01))),
    topTags: mean(ranked.slice(0, 5)),
    missedTags: missed / 5,
    sharpness: sharpness(best),
  };
  return new Map(Object.entries(features));
}

/** Calibrated probability that the best caption is good, 0..1. */
export function captionProbability(config: CaptionerConfig['confidence'], evidence: Evidence): number {
  const score = weightedSum(config, confidenceFeatures(evidence), config.bias);
  return 1 / (1 + Math.exp(-score));
}
