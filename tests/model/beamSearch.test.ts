import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  beamSearch,
  repeatsTrigram,
  type BeamOptions,
  type FoundSentence,
} from '../../src/model/beamSearch.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { endId, padId, startId, unknownId } from '../../src/text/vocabulary.ts';
import { expectNoLeak } from './noLeak.ts';
import { memoryOf, nextWords, sentenceModel, type SentenceModel } from './sentenceModel.ts';

beforeAll(() => startBackend('cpu'));

const idsOf = (sentence: FoundSentence | undefined): number[] =>
  (sentence?.words ?? []).map((word) => word.id);
const textOf = (sentence: FoundSentence): string => idsOf(sentence).join(' ');

/** The n-best of the only image. */
async function search(model: SentenceModel, options: BeamOptions): Promise<readonly FoundSentence[]> {
  return (await beamSearch(model.weights, model.memory, options))[0] ?? [];
}

interface Spoken {
  readonly ids: readonly number[];
  readonly logProbability: number;
  readonly score: number;
}

/** Every sentence of 1 to `longest` words, by going through all of them, best first. */
function enumerate(
  model: SentenceModel,
  longest: number,
  lengthPower: number,
  bonus?: Float32Array,
): Spoken[] {
  const found: Spoken[] = [];
  const extend = (ids: readonly number[], logProbability: number, ranked: number): void => {
    const next = nextWords(model, ids);
    const gain = (id: number): number => (next[id] ?? NaN) + (bonus?.[id] ?? 0);
    if (ids.length > 0) {
      const score = (ranked + gain(endId)) / (ids.length + 1) ** lengthPower;
      found.push({ ids, logProbability: logProbability + (next[endId] ?? NaN), score });
    }
    if (ids.length === longest) return;
    for (let id = unknownId + 1; id < model.vocabularySize; id++) {
      extend([...ids, id], logProbability + (next[id] ?? NaN), ranked + gain(id));
    }
  };
  extend([], 0, 0);
  return found.sort((a, b) => b.score - a.score);
}

describe('against every possible sentence', () => {
  // Words 4, 5 and 6 in sentences of at most 3: 39 of them, all within a beam of 200.
  const cases = [
    { seed: 1, lengthPower: 0.7, bonus: undefined },
    { seed: 2, lengthPower: 0, bonus: undefined },
    { seed: 3, lengthPower: 1, bonus: Float32Array.of(0, 0, 0.5, 0, 1, -1, 0.25) },
  ];
  test.each(cases)('a beam as wide as the language finds all, in their order (seed $seed)', async (given) => {
    const model = sentenceModel(given.seed, 1, 7, 3);
    const all = enumerate(model, 3, given.lengthPower, given.bonus);
    expect(all).toHaveLength(39);
    const found = await search(model, {
      beam: 200,
      maxWords: 4,
      lengthPower: given.lengthPower,
      bonus: given.bonus,
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
          const images = await beamSearch(model.weights, model.memory, {
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
  const together = await beamSearch(model.weights, model.memory, options);
  for (const [image, sentences] of together.entries()) {
    const alone = await search({ ...model, memory: memoryOf(model.memory, image) }, options);
    expect(sentences.map(idsOf)).toEqual(alone.map(idsOf));
    for (const [i, sentence] of sentences.entries())
      expect(sentence.score).toBeCloseTo(alone[i]?.score ?? NaN, 4);
  }
});

test('no tensor is left behind, the same search gives the same bits', async () => {
  const model = sentenceModel(10, 2, 20, 3);
  const options = { beam: 3, maxWords: 8, lengthPower: 0.7, bonus: new Float32Array(20).fill(0.1) };
  const first = await beamSearch(model.weights, model.memory, options);
  await expectNoLeak(async () => {
    expect(await beamSearch(model.weights, model.memory, options)).toEqual(first);
  });
});
