// Captions whose chance of being good is planted: the fit must find it again.
import { beforeAll, describe, expect, test } from 'vitest';
import { expectedCalibrationError } from '../../src/evaluation/calibration.ts';
import { captionProbability, confidenceFeatures, type Evidence } from '../../src/model/confidence.ts';
import { createRandom, nextNormal, type Random } from '../../src/random.ts';
import { calibrate, goodCider, type Calibrated } from '../../src/training/calibrate.ts';
import { madeUp, saidWord } from '../model/madeUp.ts';

const facts = { tagOfWord: () => undefined };

/** A caption of two words; the model's surety, -3..0, is all that varies beside the noise of its attention. */
function evidenceOf(surety: number, random: Random): Evidence {
  const attention = Float32Array.from([0.2 + 0.6 * random.next()]);
  const words = [4, 5].map((id) => saidWord(id, surety, attention));
  const sentence = madeUp(words, { score: surety, rank: surety });
  return { sentences: [sentence], tags: Float32Array.from([0.5]), facts };
}

const midpoint = -1.2;
const width = 0.5;
const chanceOf = (surety: number): number => 1 / (1 + Math.exp(-(surety - midpoint) / width));

/** A deviate of the logistic distribution, whose threshold is a logistic model. */
const logistic = (random: Random): number => {
  const u = 1e-9 + random.next() * (1 - 2e-9);
  return Math.log(u / (1 - u));
};

function draw(count: number, seed: number): { sureties: number[]; evidence: Evidence[]; ciders: number[] } {
  const random = createRandom(seed);
  const sureties = Array.from({ length: count }, () => -3 * random.next());
  const ciders = sureties.map((s) => {
    const root = Math.sqrt(goodCider) + 0.3 * (s - midpoint + width * logistic(random));
    return Math.max(0, root) ** 2;
  });
  return { sureties, evidence: sureties.map((s) => evidenceOf(s, random)), ciders };
}

const isGood = (cider: number): boolean => cider >= goodCider;

describe('a planted logistic relation', () => {
  const drawn = draw(1500, 1);
  let fitted: Calibrated;
  beforeAll(() => {
    fitted = calibrate(drawn.evidence, drawn.ciders);
  });

  test('is found again', () => {
    for (const surety of [-2.5, -2, -1.2, -0.6, -0.1]) {
      const found = captionProbability(fitted.confidence, evidenceOf(surety, createRandom(3)));
      expect(Math.abs(found - chanceOf(surety))).toBeLessThan(0.06);
    }
  });

  test('gives probabilities that hold for captions never seen', () => {
    const fresh = draw(3000, 2);
    const probabilities = fresh.evidence.map((evidence) => captionProbability(fitted.confidence, evidence));
    expect(expectedCalibrationError(probabilities, fresh.ciders.map(isGood)).error).toBeLessThan(0.05);
  });

  test('tells out-of-fold probabilities, one for each caption, as honest', () => {
    expect(fitted.probabilities).toHaveLength(drawn.ciders.length);
    const { error } = expectedCalibrationError(fitted.probabilities, drawn.ciders.map(isGood));
    expect(error).toBeLessThan(0.05);
  });

  test('rises with the surety', () => {
    const at = (surety: number): number =>
      captionProbability(fitted.confidence, evidenceOf(surety, createRandom(3)));
    for (let surety = -3; surety < 0; surety += 0.25) expect(at(surety + 0.25)).toBeGreaterThan(at(surety));
  });

  test('names the features that captions have, with a weight for each', () => {
    const known = confidenceFeatures(evidenceOf(-1, createRandom(1)));
    expect(fitted.confidence.features).toEqual([...known.keys()]);
    expect(fitted.confidence.weights).toHaveLength(known.size);
    expect(fitted.confidence.hedgeBelow).toBeGreaterThan(0);
  });
});

test('where nothing tells good from bad, everything gets the share of good ones', () => {
  const random = createRandom(5);
  const evidence = Array.from({ length: 400 }, () => evidenceOf(-3 * random.next(), random));
  const ciders = evidence.map(() => Math.max(0, Math.sqrt(goodCider) + 0.2 + 0.4 * nextNormal(random)) ** 2);
  const share = ciders.filter(isGood).length / ciders.length;
  const { confidence } = calibrate(evidence, ciders);
  for (const one of evidence)
    expect(Math.abs(captionProbability(confidence, one) - share)).toBeLessThan(0.12);
});

test('as few as two captions, and captions without words, give finite numbers', () => {
  const empty: Evidence = { sentences: [], tags: Float32Array.from([0.5]), facts };
  for (const evidence of [
    [evidenceOf(-1, createRandom(1)), evidenceOf(-2, createRandom(2))],
    [evidenceOf(-1, createRandom(1)), empty],
    [empty, evidenceOf(-1, createRandom(1))],
    [empty, empty],
  ]) {
    for (const ciders of [
      [1, 0],
      [0, 0],
      [3, 3],
    ]) {
      const { confidence, probabilities } = calibrate(evidence, ciders);
      for (const value of [...confidence.weights, confidence.bias, ...probabilities])
        expect(Number.isFinite(value)).toBe(true);
    }
  }
});
