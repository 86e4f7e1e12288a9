// Fits the order in which a captioner ranks its candidates on validation photos: ridge regression of how
// good each is on what is known of each candidate, everything as differences from the mean of its photo's candidates.
import { ngramPrecision } from '../evaluation/bleu.ts';
import { createCiderD } from '../evaluation/cider.ts';
import type { Findings } from '../model/candidates.ts';
import type { CaptionerConfig } from '../model/config.ts';
import { rankingFeatures, type WordFacts } from '../model/ranking.ts';
import { weightedSum } from '../model/weightedSum.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { fitRidge } from './ridge.ts';
import type { TrainingConfig } from './trainingConfig.ts';
import { wordsOf, type ValidationPhotos } from './validate.ts';

const ridge = 100;

type Ranking = CaptionerConfig['ranking'];

/** Less the mean over the rows, column by column. */
function centred(rows: readonly (readonly number[])[]): number[][] {
  const means = (rows[0] ?? []).map(
    (_, j) => rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / rows.length,
  );
  return rows.map((row) => row.map((value, j) => value - (means[j] ?? 0)));
}

/** How good each candidate is. */
export interface CandidateScore {
  /** 0..10 */
  readonly cider: number;
  /** Mean n-gram precision, 0..1. */
  readonly precision: number;
}

/** Scores of every candidate: [photo][candidate]. */
export function scoreCandidates(
  findings: readonly Findings[],
  photos: ValidationPhotos,
  vocabulary: Vocabulary,
): CandidateScore[][] {
  const scorer = createCiderD(photos.references);
  return findings.map(({ candidates }, i) =>
    candidates.map((candidate) => {
      const words = wordsOf(candidate, vocabulary);
      return {
        cider: scorer.score(words, i),
        precision: ngramPrecision(words, photos.references[i] ?? []),
      };
    }),
  );
}

/**
 * The inverse temperature at which a softmax over the ranks best foretells each photo's best candidate: so the shares
 * of the alternatives are probabilities.
 */
function fitSharpness(ranks: readonly (readonly number[])[], worths: readonly (readonly number[])[]): number {
  const likelihood = (sharpness: number): number =>
    ranks.reduce((total, places, i) => {
      const own = worths[i] ?? [];
      const best = own.indexOf(Math.max(...own));
      const sum = places.reduce((all, rank) => all + Math.exp(sharpness * (rank - (places[best] ?? 0))), 0);
      return total - Math.log(sum);
    }, 0);
  const tried = Array.from({ length: 40 }, (_, i) => 0.5 * 1.15 ** i);
  return tried.reduce((best, next) => (likelihood(next) > likelihood(best) ? next : best));
}

/** @param scores of each photo's candidates */
export function fitRanking(
  findings: readonly Findings[],
  scores: readonly (readonly CandidateScore[])[],
  facts: WordFacts,
  { precision, ...preferred }: TrainingConfig['ranking'],
): Ranking {
  const maps = findings.map((found) =>
    found.candidates.map((candidate) => rankingFeatures(candidate, found, facts)),
  );
  const features = [...(maps.flat()[0]?.keys() ?? [])];
  const rows = maps.map((own) => own.map((map) => features.map((name) => map.get(name) ?? 0)));
  const worths = scores.map((own) => own.map((score) => score.cider + precision * score.precision));
  const targets = worths.flatMap((own) => centred(own.map((worth) => [worth])).flat());
  const { weights: fitted } = fitRidge(rows.flatMap(centred), targets, ridge);
  const extra = new Map(Object.entries(preferred));
  const weights = fitted.map((weight, j) => weight + (extra.get(features[j] ?? '') ?? 0));
  const ranks = maps.map((own) => own.map((map) => weightedSum({ features, weights }, map)));
  return { features, weights, sharpness: fitSharpness(ranks, worths) };
}
