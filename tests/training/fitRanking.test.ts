// Candidates whose worth is planted in what is known of them: the fit must find their order again.
import { describe, expect, test } from 'vitest';
import type { Candidate, Findings } from '../../src/model/candidates.ts';
import { rankCandidates, rankingFeatures, type WordFacts } from '../../src/model/ranking.ts';
import { createRandom, nextNormal, type Random } from '../../src/random.ts';
import { createVocabulary } from '../../src/text/vocabulary.ts';
import { fitRanking, scoreCandidates, type CandidateScore } from '../../src/training/fitRanking.ts';
import { madeUp, saidWord } from '../model/madeUp.ts';

const facts: WordFacts = { tagOfWord: () => undefined, isRare: () => false, isContent: () => false };
const nothing = { precision: 0, specificity: 0, rareWords: 0 };

const findingsOf = (candidates: readonly Candidate[]): Findings => ({
  tags: new Float32Array(0),
  wordProbabilities: new Float32Array(9),
  relevance: new Float32Array(9),
  candidates,
});

const each = 5;
const scoreOf = (cider: number): CandidateScore => ({ cider, precision: 0 });

/** Photos whose candidates differ in match and specificity, beside what differs from photo to photo. */
function draw(photos: number, seed: number): { findings: Findings[]; random: Random } {
  const random = createRandom(seed);
  const findings = Array.from({ length: photos }, () => {
    const offset = 5 * nextNormal(random);
    const candidates = Array.from({ length: each }, () => {
      const known = { match: offset + nextNormal(random), specificity: 3 * nextNormal(random) };
      return madeUp([saidWord(4, -1), saidWord(5, -1)], known);
    });
    return findingsOf(candidates);
  });
  return { findings, random };
}

type Ranking = ReturnType<typeof fitRanking>;
const weightOf = ({ features, weights }: Ranking, name: string): number =>
  weights[features.indexOf(name)] ?? NaN;

describe('an order that was planted', () => {
  const { findings, random } = draw(300, 1);
  /** However good the captions of a photo are, what counts is which is better. */
  const worths = findings.map(({ candidates }) => {
    const ease = 20 * random.next();
    return candidates.map(({ match, specificity }) => ease + 2 * match - 0.5 * specificity);
  });
  const scores = worths.map((own) => own.map(scoreOf));
  const ranking = fitRanking(findings, scores, facts, nothing);

  test('is found again, with the worth of each feature', () => {
    // A ridge of 100 takes one part in 16 from 1500 candidates.
    expect(weightOf(ranking, 'match')).toBeCloseTo(2 * (1500 / 1600), 1);
    expect(weightOf(ranking, 'specificity')).toBeCloseTo(-0.5 * (1500 / 1600), 1);
    for (const [i, found] of findings.entries()) {
      const best = worths[i]?.indexOf(Math.max(...(worths[i] ?? []))) ?? -1;
      expect(rankCandidates(ranking, found, facts)[0]?.match).toBe(found.candidates[best]?.match);
    }
  });

  test('names all features, with a weight for each, none where nothing differs', () => {
    const [found] = findings;
    const known = rankingFeatures(found?.candidates[0] as Candidate, found as Findings, facts);
    expect(ranking.features).toEqual([...known.keys()]);
    expect(ranking.weights).toHaveLength(known.size);
    for (const name of ['length', 'relevance', 'sharpness', 'rareWords'])
      expect(weightOf(ranking, name)).toBe(0);
    for (const value of [...ranking.weights, ranking.sharpness]) expect(value).toSatisfy(Number.isFinite);
  });

  test('a preference is added to what was fitted, to nothing else', () => {
    const preferred = fitRanking(findings, scores, facts, {
      precision: 0,
      specificity: 0.75,
      rareWords: 0.25,
    });
    for (const name of ranking.features) {
      const added = { specificity: 0.75, rareWords: 0.25 }[name] ?? 0;
      expect(weightOf(preferred, name)).toBeCloseTo(weightOf(ranking, name) + added, 10);
    }
  });

  test('precision counts beside CIDEr as much as it is worth', () => {
    const split = worths.map((own) => own.map((worth) => ({ cider: worth / 2, precision: worth / 8 })));
    const both = fitRanking(findings, split, facts, { ...nothing, precision: 4 });
    for (const [j, weight] of both.weights.entries())
      expect(weight).toBeCloseTo(ranking.weights[j] ?? NaN, 8);
    const half = fitRanking(findings, split, facts, nothing);
    expect(weightOf(half, 'match')).toBeCloseTo(weightOf(ranking, 'match') / 2, 8);
  });
});

describe('sharpness', () => {
  /** A deviate of Gumbel's distribution: the largest of values with it is chosen as by a softmax. */
  const gumbel = (random: Random): number => -Math.log(-Math.log(1e-9 + random.next() * (1 - 2e-9)));

  test.each([1, 4])('a softmax of sharpness %d that chose the best is found again', (sharpness) => {
    const { findings, random } = draw(1500, 2);
    const scores = findings.map(({ candidates }) =>
      candidates.map(({ match }) => scoreOf(match + gumbel(random) / sharpness)),
    );
    const found = fitRanking(findings, scores, facts, nothing).sharpness;
    expect(found).toBeGreaterThan(sharpness / 1.25);
    expect(found).toBeLessThan(sharpness * 1.25);
  });

  test('is high where the ranks are always right, low where they tell nothing', () => {
    const { findings, random } = draw(100, 3);
    const right = findings.map(({ candidates }) => candidates.map(({ match }) => scoreOf(match)));
    expect(fitRanking(findings, right, facts, nothing).sharpness).toBeGreaterThan(50);
    const blind = findings.map(({ candidates }) => candidates.map(() => scoreOf(nextNormal(random))));
    expect(fitRanking(findings, blind, facts, { ...nothing, specificity: 1 }).sharpness).toBe(0.5);
  });
});

test('photos with a single candidate give finite numbers', () => {
  const findings = [0, 1].map(() => findingsOf([madeUp([saidWord(4, -1)])]));
  const { weights, sharpness } = fitRanking(findings, [[scoreOf(1)], [scoreOf(0)]], facts, nothing);
  for (const value of [...weights, sharpness]) expect(value).toSatisfy(Number.isFinite);
});

test('every candidate is scored against what was said of its photo', () => {
  const words = ['a', 'dog', 'runs', 'in', 'the', 'red', 'ball', 'here'];
  const vocabulary = createVocabulary(['<pad>', '<start>', '<end>', '<unk>', ...words]);
  const references = [[['a', 'dog', 'runs', 'in']], [['the', 'red', 'ball', 'here']]];
  const saying = (...of: string[]): Candidate =>
    madeUp(of.map((word) => saidWord(vocabulary.idOf.get(word) ?? -1, -1)));
  const [dog, ball] = [saying('a', 'dog', 'runs', 'in'), saying('the', 'red', 'ball', 'here')];
  const photos = { count: 2, references, grids: () => Promise.reject(new Error('no grids here')) };
  const scores = scoreCandidates([findingsOf([dog, ball]), findingsOf([ball])], photos, vocabulary);
  expect(scores.map((own) => own.length)).toEqual([2, 1]);
  expect(scores[0]?.[0]?.cider).toBeCloseTo(10, 6);
  expect(scores[0]?.[0]?.precision).toBeCloseTo(1, 6);
  expect(scores[0]?.[1]?.cider).toBe(0);
  expect(scores[0]?.[1]?.precision).toBeLessThan(0.1);
  expect(scores[1]?.[0]?.cider).toBeCloseTo(10, 6);
});
