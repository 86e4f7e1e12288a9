// Speaking place by place: what is offered, what a choice does to the rest, and that it leaves no tensors.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { beamSearch } from '../../../src/model/beamSearch.ts';
import type { Memory } from '../../../src/model/coAttention.ts';
import { startSections, stepSentence } from '../../../src/model/reporter/sentenceLstm.ts';
import { speak, type Choice, type Offer, type SpeakOptions } from '../../../src/model/reporter/speak.ts';
import { rememberStudies, toAssertions } from '../../../src/model/reporter/studyTags.ts';
import { topicDecoder } from '../../../src/model/reporter/topicWords.ts';
import { createRandom } from '../../../src/random.ts';
import { startBackend } from '../../../src/tensor/backend.ts';
import { toTensors, type Weights } from '../../../src/tensor/weights.ts';
import { padId, startId, unknownId } from '../../../src/text/vocabulary.ts';
import { expectNoLeak } from '../noLeak.ts';
import { handBag } from './handReporter.ts';
import { randomReporterDecoder, randomStudy, tinySizes, toGrids } from './tinyDecoder.ts';

const arrays = randomReporterDecoder(tinySizes, 61, 2);
const random = createRandom(62);
const next = (): number => random.next();
const studies = [randomStudy([true, true], next), randomStudy([true, false], next)];

let weights: Weights;
let memory: Memory;
beforeAll(async () => {
  await startBackend('cpu');
  weights = toTensors(arrays);
  memory = rememberStudies(weights, toGrids(studies), toAssertions([[1], [3, 0]], tinySizes));
});

async function offersOf(
  choose: (offer: Offer) => Choice,
  rest: Partial<SpeakOptions> = {},
): Promise<Offer[]> {
  const offers: Offer[] = [];
  await speak(weights, tinySizes, memory, {
    sections: [0, 1],
    forbidden: [],
    ...rest,
    choose: (offer) => {
      offers.push(offer);
      return choose(offer);
    },
  });
  return offers;
}

const first = ({ candidates }: Offer): Choice => candidates[0] ?? 'skip';
const placesOf = (offers: readonly Offer[]): string[] =>
  offers.map(({ study, section, place }) => `${study}.${section}.${place}`);
const idsOf = (choice: Choice | undefined): number[] =>
  typeof choice === 'object' ? choice.words.map(({ id }) => id) : [];

test('every section of every study is offered place by place, up to the longest', async () => {
  const offers = await offersOf(first);
  const { maxSentences } = tinySizes;
  expect(placesOf(offers)).toEqual(
    Array.from({ length: maxSentences }, (_, place) =>
      ['0.0', '0.1', '1.0', '1.1'].map((row) => `${row}.${place}`),
    ).flat(),
  );
  for (const { stop, visualMap, semanticMap, candidates } of offers) {
    expect(stop).toBeGreaterThan(0);
    expect(stop).toBeLessThan(1);
    for (const map of [visualMap, semanticMap]) expect(map.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(candidates.length).toBeGreaterThan(0);
    const scores = candidates.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  }
});

test('a section that stops is offered no more; the others go on', async () => {
  const offers = await offersOf((offer) =>
    offer.study === 0 && offer.section === 1 && offer.place === 1 ? 'stop' : first(offer),
  );
  expect(placesOf(offers).filter((place) => place.startsWith('0.1'))).toEqual(['0.1.0', '0.1.1']);
  expect(offers).toHaveLength(4 * tinySizes.maxSentences - 2);
  expect(placesOf(await offersOf(() => 'stop'))).toEqual(['0.0.0', '0.1.0', '1.0.0', '1.1.0']);
});

test('only the sections that are asked for speak', async () => {
  const offers = await offersOf(first, { sections: [1] });
  expect(new Set(offers.map(({ section }) => section))).toEqual(new Set([1]));
  const all = await offersOf(first);
  expect(offers).toEqual(all.filter(({ section }) => section === 1));
});

test('the second place is what the model says after the first, given its words', async () => {
  const offers = await offersOf(first);
  const said = offers.slice(0, 4).map((offer) => idsOf(first(offer)));
  const zeros = tf.zeros<tf.Rank.R3>([2, 2, tinySizes.hiddenSize]);
  const one = stepSentence(weights, memory, startSections(weights, memory), zeros);
  const before = tf.tensor3d(said.map((ids) => [...handBag(arrays, ids)]).flat(), [
    2,
    2,
    tinySizes.hiddenSize,
  ]);
  const two = stepSentence(weights, memory, one, before);
  const stops = tf.sigmoid(two.stop).dataSync();
  const decoder = topicDecoder(
    weights,
    tf.reshape(two.topic, [4, tinySizes.hiddenSize]),
    tf.reshape(two.context, [4, tinySizes.hiddenSize]),
  );
  const found = await beamSearch(decoder, { ...tinySizes.decoding, maxWords: tinySizes.maxWords });
  for (const [row, offer] of offers.slice(4, 8).entries()) {
    expect(offer.stop).toBeCloseTo(stops[row] ?? NaN, 5);
    expect(offer.candidates.map(idsOf)).toEqual((found[row] ?? []).map(idsOf));
  }
});

test('a place that is skipped leaves the sentence before as it was', async () => {
  const skipping = await offersOf((offer) => (offer.place === 1 ? 'skip' : first(offer)));
  const zeros = tf.zeros<tf.Rank.R3>([2, 2, tinySizes.hiddenSize]);
  const one = stepSentence(weights, memory, startSections(weights, memory), zeros);
  const said = skipping.slice(0, 4).map((offer) => [...handBag(arrays, idsOf(first(offer)))]);
  const before = tf.tensor3d(said.flat(), [2, 2, tinySizes.hiddenSize]);
  const three = stepSentence(weights, memory, stepSentence(weights, memory, one, before), before);
  const stops = tf.sigmoid(three.stop).dataSync();
  for (const [row, offer] of skipping.slice(8, 12).entries())
    expect(offer.stop).toBeCloseTo(stops[row] ?? NaN, 5);
});

test('words that are forbidden are never offered, nor are padding, start and unknown', async () => {
  const open = await offersOf(first);
  const often = open.flatMap(({ candidates }) => candidates.flatMap(idsOf));
  const [banned = 0] = often;
  const offers = await offersOf(first, { forbidden: [banned] });
  const ids = new Set(offers.flatMap(({ candidates }) => candidates.flatMap(idsOf)));
  expect(often).toContain(banned);
  for (const id of [banned, padId, startId, unknownId]) expect(ids.has(id)).toBe(false);
});

test('leaves no tensors, whatever is chosen, and says the same to the last bit again', async () => {
  const mixed = (offer: Offer): Choice =>
    offer.place === 2 && offer.study === 1 ? 'stop' : offer.place === 1 ? 'skip' : first(offer);
  await expectNoLeak(async () => {
    expect(await offersOf(mixed)).toEqual(await offersOf(mixed));
    await offersOf(() => 'stop');
  });
});
