import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  beamSearch,
  repeatsTrigram,
  type BeamOptions,
  type FoundSentence,
} from '../../src/model/beamSearch.ts';
import { plainDecoder } from '../../src/model/wordDecoder.ts';
import { createRandom } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { endId, padId, startId, unknownId } from '../../src/text/vocabulary.ts';
import { expectNoLeak } from './noLeak.ts';
import { plainBeam, type Spoken } from './plainBeam.ts';
import { memoryOf, nextWords, sentenceModel, type SentenceModel } from './sentenceModel.ts';

beforeAll(() => startBackend('cpu'));

const idsOf = (sentence: FoundSentence | undefined): number[] =>
  (sentence?.words ?? []).map((word) => word.id);
const textOf = (sentence: FoundSentence): string => idsOf(sentence).join(' ');

/** The n-best of the only image. */
async function search(model: SentenceModel, options: BeamOptions): Promise<readonly FoundSentence[]> {
  return (await beamSearch(plainDecoder(model.weights, model.memory), options))[0] ?? [];
}

/** Every sentence of 1 to `longest` words, by going through all of them, best first. */
function enumerate(model: SentenceModel, longest: number, lengthPower: number): Spoken[] {
  const found: Spoken[] = [];
  const extend = (ids: readonly number[], before: number): void => {
    const next = nextWords(model, ids);
    if (ids.length > 0) {
      const logProbability = before + (next[endId] ?? NaN);
      found.push({ ids, logProbability, score: logProbability / (ids.length + 1) ** lengthPower });
    }
    if (ids.length === longest) return;
    for (let id = unknownId + 1; id < model.vocabularySize; id++)
      extend([...ids, id], before + (next[id] ?? NaN));
  };
  extend([], 0);
  return found.sort((a, b) => b.score - a.score);
}

describe('against every possible sentence', () => {
  // Words 4, 5 and 6 in sentences of at most 3: 39 of them, all within a beam of 200.
  const cases = [
    { seed: 1, lengthPower: 0.7, guidance: undefined },
    { seed: 2, lengthPower: 0, guidance: undefined },
    {
      seed: 3,
      lengthPower: 1,
      guidance: { gains: [Float32Array.of(0, 0, 0.5, 0, 1, -1, 0.25)], strengths: [1] },
    },
  ];
  test.each(cases)('a beam as wide as the language finds all, in their order (seed $seed)', async (given) => {
    const model = sentenceModel(given.seed, 1, 7, 3);
    const all = enumerate(model, 3, given.lengthPower);
    expect(all).toHaveLength(39);
    const found = await search(model, {
      beam: 200,
      maxWords: 4,
      lengthPower: given.lengthPower,
      guidance: given.guidance,
    });
    expect(found.map(idsOf)).toEqual(all.map((sentence) => sentence.ids));
    for (const [i, { logProbability, score }] of all.entries()) {
      expect(found[i]?.logProbability).toBeCloseTo(logProbability, 4);
      expect(found[i]?.score).toBeCloseTo(score, 4);
    }
  });

  test.each([1, 2, 3, 5])('what a beam of %d finds has the probability that it says', async (beam) => {
    const model = sentenceModel(4, 1, 7, 3);
    const all = new Map(enumerate(model, 4, 0.7).map((sentence) => [sentence.ids.join(' '), sentence]));
    const found = await search(model, { beam, maxWords: 5, lengthPower: 0.7 });
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(beam);
    expect(new Set(found.map(textOf)).size).toBe(found.length);
    for (const sentence of found) {
      const same = all.get(textOf(sentence));
      expect(sentence.logProbability).toBeCloseTo(same?.logProbability ?? NaN, 4);
      expect(sentence.score).toBeCloseTo(same?.score ?? NaN, 4);
      const words = sentence.words.reduce((sum, word) => sum + word.logProbability, 0);
      expect(words).toBeGreaterThanOrEqual(sentence.logProbability);
      for (const { attention } of sentence.words) {
        expect(attention.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      }
    }
    expect(found.map((sentence) => sentence.score)).toEqual(
      found.map((sentence) => sentence.score).toSorted((a, b) => b - a),
    );
  });
});

/** The most probable word, again and again. */
function greedy(model: SentenceModel, maxWords: number): number[] {
  const ids: number[] = [];
  while (ids.length < maxWords) {
    const next = nextWords(model, ids);
    const ranked = [...next.keys()]
      .filter(
        (id) =>
          ![padId, startId, unknownId].includes(id) &&
          !repeatsTrigram(
            ids.map((word) => ({ id: word })),
            id,
          ),
      )
      .filter((id) => ids.length > 0 || id !== endId)
      .sort((a, b) => (next[b] ?? 0) - (next[a] ?? 0));
    const best = ranked[0] ?? endId;
    if (best === endId) break;
    ids.push(best);
  }
  return ids;
}

test('a beam of 1 is greedy', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const model = sentenceModel(seed, 1, 12, 3);
    const found = await search(model, { beam: 1, maxWords: 9, lengthPower: 0 });
    expect(idsOf(found[0])).toEqual(greedy(model, 9));
  }
});

/** What each word gains: uniform in -2..2, nothing for the special ones, as the relevance of words has it. */
function gainsOf(vocabularySize: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: vocabularySize }, (_, id) =>
    id > unknownId ? 4 * random.next() - 2 : 0,
  );
}

describe('guidance', () => {
  const options = { maxWords: 8, lengthPower: 0.7 };
  const seeds = [1, 2, 3, 4, 5];

  test.each([1, 2, 3, 5])(
    'a beam of %d finds what the search in plain loops finds, with the unguided probabilities',
    async (beam) => {
      const texts = new Set<string>();
      for (const seed of seeds) {
        const model = sentenceModel(seed, 1, 12, 3);
        const gains = gainsOf(12, seed);
        for (const strength of [0, 0.5, 1.5]) {
          const found = await search(model, {
            ...{ ...options, beam },
            guidance: { gains: [gains], strengths: [strength] },
          });
          const bias = gains.map((gain) => strength * gain);
          const plain = plainBeam(model, { ...options, beam, bias });
          expect(found.map(idsOf)).toEqual(plain.map(({ ids }) => ids));
          for (const [i, { logProbability, score }] of plain.entries()) {
            expect(found[i]?.logProbability).toBeCloseTo(logProbability, 4);
            expect(found[i]?.score).toBeCloseTo(score, 4);
          }
          texts.add(`${seed}: ${found.map(textOf).join(', ')}`);
        }
      }
      // The gains do change what is found.
      expect(texts.size).toBeGreaterThan(2 * seeds.length);
    },
  );

  test('a beam of 1 says what a model says that has the gains in its logits, but not as probably', async () => {
    for (const seed of seeds) {
      const model = sentenceModel(seed, 1, 12, 3);
      // Losses alone, as a gain counts against a word that was said.
      const [gains, strength] = [gainsOf(12, seed).map((gain) => -Math.abs(gain)), 1.5];
      const name = 'words/output/vocabularyBias';
      const bias = tf.add(model.weights[name] as tf.Tensor, tf.mul(tf.tensor1d(gains), strength));
      const moved = { ...model, weights: { ...model.weights, [name]: bias } };
      const narrow = { ...options, beam: 1, lengthPower: 0 };
      const guided = await search(model, { ...narrow, guidance: { gains: [gains], strengths: [strength] } });
      const plain = await search(moved, narrow);
      expect(guided.map(idsOf)).toEqual(plain.map(idsOf));
      expect(guided[0]?.logProbability).not.toBeCloseTo(plain[0]?.logProbability ?? NaN, 2);
      for (const [i, { id, logProbability }] of (guided[0]?.words ?? []).entries())
        expect(logProbability).toBeCloseTo(nextWords(model, idsOf(guided[0]).slice(0, i))[id] ?? NaN, 4);
    }
  });

  test('without gains, or at a strength of 0, it is the plain search', async () => {
    const model = sentenceModel(7, 1, 12, 3);
    const plain = await search(model, { ...options, beam: 3 });
    for (const [gains, strength] of [
      [gainsOf(12, 1), 0],
      [new Float32Array(12), 2],
    ] as const) {
      const guidance = { gains: [gains], strengths: [strength] };
      expect(await search(model, { ...options, beam: 3, guidance })).toEqual(plain);
    }
  });

  test('several strengths find what each finds alone, each sentence once, the most probable first', async () => {
    const strengths = [0, 0.5, 1, 1, 2];
    let [apart, together] = [0, 0];
    for (const seed of seeds) {
      const model = sentenceModel(seed, 1, 12, 3);
      const searchWith = (...some: number[]): Promise<readonly FoundSentence[]> =>
        search(model, { ...options, beam: 2, guidance: { gains: [gainsOf(12, seed)], strengths: some } });
      const all = await searchWith(...strengths);
      const single: FoundSentence[] = [];
      for (const strength of strengths) single.push(...(await searchWith(strength)));
      const byText = new Map(single.map((sentence) => [textOf(sentence), sentence]));
      expect(new Set(all.map(textOf))).toEqual(new Set(byText.keys()));
      expect(all).toHaveLength(byText.size);
      const scores = all.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      for (const { score, logProbability, ...sentence } of all) {
        const same = byText.get(textOf({ ...sentence, score, logProbability }));
        expect(score).toBeCloseTo(same?.score ?? NaN, 4);
        expect(logProbability).toBeCloseTo(same?.logProbability ?? NaN, 4);
      }
      apart += single.length;
      together += all.length;
    }
    expect(together).toBeLessThan(apart);
    expect(together).toBeGreaterThan(2 * seeds.length);
  });

  test('special words are not said however much they gain', async () => {
    const model = sentenceModel(3, 1, 12, 3);
    const gains = [Float32Array.from({ length: 12 }, (_, id) => (id <= unknownId && id !== endId ? 50 : 0))];
    const found = await search(model, { ...options, beam: 3, guidance: { gains, strengths: [1] } });
    expect(found).toEqual(await search(model, { ...options, beam: 3 }));
  });
});

describe('what never appears', () => {
  test('a trigram twice', () => {
    const sentence = [4, 5, 6, 7, 4, 5].map((id) => ({ id }));
    expect(repeatsTrigram(sentence, 6)).toBe(true);
    expect(repeatsTrigram(sentence, 7)).toBe(false);
    expect(repeatsTrigram([{ id: 4 }, { id: 4 }], 4)).toBe(false);
    expect(repeatsTrigram([{ id: 4 }, { id: 4 }, { id: 4 }], 4)).toBe(true);
    expect(repeatsTrigram([], 4)).toBe(false);
  });

  test('special words, empty sentences or a trigram twice, whatever the model', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1, 3, 8),
        async (seed, beam, spread) => {
          const model = sentenceModel(seed, 2, 6, spread);
          const images = await beamSearch(plainDecoder(model.weights, model.memory), {
            beam,
            maxWords: 12,
            lengthPower: 0.7,
          });
          for (const sentence of images.flat()) {
            const ids = idsOf(sentence);
            expect(ids.length).toBeGreaterThan(0);
            expect(ids.length).toBeLessThanOrEqual(12);
            expect(ids.every((id) => id > unknownId)).toBe(true);
            const trigrams = ids.slice(2).map((id, i) => `${ids[i]} ${ids[i + 1]} ${id}`);
            expect(new Set(trigrams).size).toBe(trigrams.length);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

test('images searched together find what each finds alone', async () => {
  const model = sentenceModel(9, 3, 20, 3);
  const options = { beam: 3, maxWords: 8, lengthPower: 0.7 };
  const gains = [gainsOf(20, 1), gainsOf(20, 2), gainsOf(20, 3)];
  for (const strengths of [undefined, [1], [0, 0.5, 2]]) {
    const guided = (of: readonly Float32Array[]): BeamOptions =>
      strengths ? { ...options, guidance: { gains: of, strengths } } : options;
    const together = await beamSearch(plainDecoder(model.weights, model.memory), guided(gains));
    expect(together).toHaveLength(3);
    for (const [image, sentences] of together.entries()) {
      const own = guided(gains.slice(image, image + 1));
      const alone = await search({ ...model, memory: memoryOf(model.memory, image) }, own);
      expect(sentences.map(idsOf)).toEqual(alone.map(idsOf));
      for (const [i, sentence] of sentences.entries())
        expect(sentence.score).toBeCloseTo(alone[i]?.score ?? NaN, 4);
    }
  }
});

test('no tensor is left behind, the same search gives the same bits', async () => {
  const model = sentenceModel(10, 2, 20, 3);
  const guidance = { gains: [gainsOf(20, 1), gainsOf(20, 2)], strengths: [0, 1] };
  const options = { beam: 3, maxWords: 8, lengthPower: 0.7, guidance };
  const first = await beamSearch(plainDecoder(model.weights, model.memory), options);
  await expectNoLeak(async () => {
    expect(await beamSearch(plainDecoder(model.weights, model.memory), options)).toEqual(first);
  });
});
