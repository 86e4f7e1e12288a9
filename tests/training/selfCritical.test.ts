import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../src/random.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { endId, padId, startId, unknownId } from '../../src/text/vocabulary.ts';
import { advantages, rewardSamples, sampleSentences } from '../../src/training/selfCritical.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { memoryOf, nextWords, sentenceModel, type SentenceModel } from '../model/sentenceModel.ts';

beforeAll(() => startBackend('cpu'));

const vocabularySize = 12;
const forbidden = [padId, startId, unknownId];

/** The model's distribution of the first word, with what may not be said left out. */
function firstWords(model: SentenceModel, temperature: number): number[] {
  const raised = nextWords(model, []).map((logProbability, id) =>
    forbidden.includes(id) ? 0 : Math.exp(logProbability / temperature),
  );
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

describe('sentences drawn from the model', () => {
  test.each([1, 0.5])(
    'first words come as often as the softmax says, at temperature %d',
    async (temperature) => {
      const model = sentenceModel(2, 1, vocabularySize, 3);
      const samples = 4000;
      const [drawn] = await sampleSentences(
        model.weights,
        model.memory,
        { samples, maxWords: 1, temperature },
        createRandom(1),
      );
      const counts = Array.from({ length: vocabularySize }, () => 0);
      for (const words of drawn ?? []) {
        const first = words[0] ?? endId;
        counts[first] = (counts[first] ?? 0) + 1;
      }
      for (const [id, p] of firstWords(model, temperature).entries()) {
        const deviation = Math.sqrt((p * (1 - p)) / samples);
        expect(Math.abs((counts[id] ?? NaN) / samples - p)).toBeLessThanOrEqual(4 * deviation);
      }
    },
  );

  test('hold words alone and stop at the end; the same seed draws the same', async () => {
    const model = sentenceModel(4, 2, vocabularySize, 1);
    const options = { samples: 100, maxWords: 5, temperature: 1 };
    await expectNoLeak(async () => {
      const drawn = await sampleSentences(model.weights, model.memory, options, createRandom(3));
      expect(drawn.map((group) => group.length)).toEqual([100, 100]);
      const sentences = drawn.flat();
      for (const words of sentences) for (const id of words) expect([...forbidden, endId]).not.toContain(id);
      expect(new Set(sentences.map((words) => words.length))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
      const again = await sampleSentences(model.weights, model.memory, options, createRandom(3));
      expect(again).toEqual(drawn);
    });
  });

  test('at a low temperature they are the most probable words, each photo by its own features', async () => {
    const model = sentenceModel(6, 3, vocabularySize, 4);
    const drawn = await sampleSentences(
      model.weights,
      model.memory,
      { samples: 2, maxWords: 4, temperature: 1e-3 },
      createRandom(1),
    );
    for (const [image, group] of drawn.entries()) {
      const alone = { ...model, memory: memoryOf(model.memory, image) };
      const greedy: number[] = [];
      while (greedy.length < 4) {
        const scores = nextWords(alone, greedy).map((p, id) => (forbidden.includes(id) ? -Infinity : p));
        const best = scores.indexOf(Math.max(...scores));
        if (best === endId) break;
        greedy.push(best);
      }
      expect(group).toEqual([greedy, greedy]);
    }
  });

  test.each([0, 0.999999999])('a draw of %d gives a word too', async (value) => {
    const edge: Random = { next: () => value, state: () => [0, 0, 0, 0] };
    const model = sentenceModel(2, 1, vocabularySize, 0.1);
    const options = { samples: 1, maxWords: 1, temperature: 1 };
    const [drawn] = await sampleSentences(model.weights, model.memory, options, edge);
    for (const id of drawn?.[0] ?? []) expect(forbidden).not.toContain(id);
  });
});

describe('rewards', () => {
  /** What each sentence is worth for each photo: its first word times the photo. */
  const asked: (readonly number[])[] = [];
  const scorer = {
    score: (words: readonly number[], image: number): number => {
      asked.push(words);
      return (words[0] ?? NaN) * image;
    },
  };
  const sentences = [[[5, 6]], [[7]], [[9]]];
  const indices = [10, 20, 30];

  test('are the scores alone without contrast; the end counts as a word', () => {
    const rewards = rewardSamples(sentences, indices, scorer, { contrastWeight: 0, contrastImages: 2 });
    expect(rewards).toEqual([[50], [140], [270]]);
    expect(asked).toContainEqual([5, 6, endId]);
  });

  test('with contrast, less what the sentence is worth for the next photos of the batch', () => {
    const of = (contrastImages: number): number[][] =>
      rewardSamples(sentences, indices, scorer, { contrastWeight: 0.5, contrastImages });
    expect(of(1)).toEqual([[50 - 50], [140 - 105], [270 - 45]]);
    expect(of(2)).toEqual([[50 - 62.5], [140 - 70], [270 - 67.5]]);
    expect(of(8)).toEqual(of(2));
    expect(of(0)).toEqual([[50], [140], [270]]);
  });

  test('advantages are above or below the other samples, and sum to nothing for each photo', () => {
    expect(advantages([[1, 2, 3]])).toEqual([[-1.5, 0, 1.5]]);
    const random = createRandom(2);
    const rewards = Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => random.next() * 10));
    for (const [i, gains] of advantages(rewards).entries()) {
      expect(gains.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10);
      const best = (row: readonly number[]): number => row.indexOf(Math.max(...row));
      expect(best(gains)).toBe(best(rewards[i] ?? []));
    }
  });
});
