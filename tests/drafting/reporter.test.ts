// A whole reporter of random weights: films in, gates and a draft out, and what a person's switches change of it.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createReporter,
  type FilmInput,
  type Reporter,
  type StudyReading,
} from '../../src/drafting/reporter.ts';
import { statedIn } from '../../src/drafting/saying.ts';
import { findings } from '../../src/evaluation/findings/observations.ts';
import { gateKinds } from '../../src/model/reporter/config.ts';
import { createRandom } from '../../src/random.ts';
import type { Draft } from '../../src/report/report.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { toTensors, type NamedArray } from '../../src/tensor/weights.ts';
import { createVocabulary } from '../../src/text/vocabulary.ts';
import { encodeGrid } from '../../src/training/featureCache.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { randomReporter } from '../model/randomReporter.ts';

/** As many as the random reporter has words: each says a whole sentence's worth. */
const words = [
  'effusion',
  'cardiomegaly',
  'pneumothorax',
  'the lungs are clear',
  'edema',
  'midline',
  'no pneumothorax',
  'fracture',
];

const film = (hash: string, seed: number, rest: Partial<FilmInput> = {}): FilmInput => {
  const random = createRandom(seed);
  const level = random.next() * 200;
  const data = Uint8Array.from({ length: 224 * 224 * 3 }, () => level + random.next() * 55);
  return { hash, pixels: { width: 224, height: 224, data }, overridden: false, ...rest };
};
const front = film('f'.repeat(64), 1);
const side = film('a'.repeat(64), 2);

/** A gate that takes what looks like `front` for frontal and what looks like `side` for lateral. */
function fitGate(arrays: ReadonlyMap<string, NamedArray>): void {
  const weights = toTensors(arrays);
  const pooled = [front, side].map(({ pixels }) =>
    tf.tidy(() => {
      const image = tf.tensor4d(Float32Array.from(pixels.data), [1, 224, 224, 3]);
      return [...tf.mean(encodeGrid(weights, image), 1).dataSync()];
    }),
  );
  tf.dispose({ ...weights });
  const [a = [], b = []] = pooled;
  const way = a.map((value, i) => value - (b[i] ?? 0));
  const length = way.reduce((sum, value) => sum + value * value, 0);
  const middle = way.reduce((sum, value, i) => sum + (value * ((a[i] ?? 0) + (b[i] ?? 0))) / 2, 0);
  const kernel = arrays.get('gate/kernel')?.data;
  for (const [i, value] of way.entries()) {
    kernel?.fill((8 * value) / length, i * gateKinds.length, i * gateKinds.length + 1);
    kernel?.fill((-8 * value) / length, i * gateKinds.length + 1, i * gateKinds.length + 2);
  }
  arrays.get('gate/bias')?.data.set([(-8 * middle) / length, (8 * middle) / length, -9, -9]);
}

const contentOf = () => ({
  ...randomReporter(4),
  vocabulary: createVocabulary(['<pad>', '<start>', '<end>', '<unk>', ...words]),
});

let reporter: Reporter;
beforeAll(async () => {
  await startBackend('wasm');
  const content = contentOf();
  const arrays = new Map(content.arrays);
  fitGate(arrays);
  reporter = createReporter({ ...content, weights: toTensors(arrays), model: 'tiny@0' });
}, 60_000);
afterAll(() => {
  reporter.dispose();
});

const draftOf = ({ draft }: StudyReading): Draft => {
  expect(draft).toBeDefined();
  return draft as Draft;
};
const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const onOf = ({ findings: panel }: Draft): string[] => panel.filter(({ on }) => on).map(({ tag }) => tag);
const statedBy = ({ sentences }: Draft): Set<string> =>
  new Set(sentences.flatMap(({ draft }) => [...statedIn(draft.text)]));

describe('a study of two views', () => {
  test('is drafted from both, in whatever order they come: the maps of a sentence sum to 1 over both', async () => {
    const reading = await reporter.read([side, front], {});
    expect(reading.gates.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['lateral', ''],
      ['frontal', ''],
    ]);
    const draft = draftOf(reading);
    expect(draft).toMatchObject({ model: 'tiny@0', images: [side.hash, front.hash] });
    expect(draft.sentences.length).toBeGreaterThan(0);
    for (const { draft: said } of draft.sentences) {
      expect(said.attention.map(({ image }) => image)).toEqual([front.hash, side.hash]);
      expect(said.attention.map(({ grid }) => grid.length)).toEqual([49, 49]);
      expect(sumOf(said.attention.flatMap(({ grid }) => grid))).toBeCloseTo(1, 5);
      for (const { grid } of said.attention) expect(sumOf(grid)).toBeGreaterThan(0);
    }
    const other = draftOf(await reporter.read([front, side], {}));
    expect(other.sentences).toEqual(draft.sentences);
    expect(other.findings).toEqual(draft.findings);
  });

  test('of one view is drafted from that; of two of a view from the first', async () => {
    const one = draftOf(await reporter.read([front], {}));
    for (const { draft } of one.sentences) {
      expect(draft.attention.map(({ image }) => image)).toEqual([front.hash]);
      expect(sumOf(draft.attention.flatMap(({ grid }) => grid))).toBeCloseTo(1, 5);
    }
    const again = { ...front, hash: 'b'.repeat(64) };
    const two = await reporter.read([front, again], {});
    expect(draftOf(two).sentences).toEqual(one.sentences);
    expect(draftOf(two).images).toEqual([front.hash, again.hash]);
    expect(two.gates).toHaveLength(2);
  });

  test("a header's view counts for more than the film's looks", async () => {
    const reading = await reporter.read([{ ...front, view: 'lateral' }], {});
    expect(reading.gates[0]?.kind).toBe('lateral');
    const [sentence] = draftOf(reading).sentences;
    expect(sumOf(sentence?.draft.attention[0]?.grid ?? [])).toBeCloseTo(1, 5);
  });
});

describe('the panel', () => {
  test('has every finding, with its probability, the most probable first, and what the model asserts on', async () => {
    const { findings: panel } = draftOf(await reporter.read([front, side], {}));
    const named = panel.map(({ tag }) => tag);
    for (const finding of findings) expect(named).toContain(finding);
    const probabilities = panel.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    // The random reporter's tags have logits of 2 and -2.
    expect(panel[0]).toMatchObject({ tag: 'Cardiomegaly', on: true });
    expect(panel[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
    expect(panel.slice(1).every(({ on }) => !on)).toBe(true);
  });

  test('what a person switches on is drafted; nothing else changes but what says normal', async () => {
    const films = [front, side];
    const before = await reporter.read(films, {});
    const after = await reporter.read(films, { Fracture: true });
    expect(after.gates).toEqual(before.gates);
    expect(onOf(draftOf(after)).sort()).toEqual(['Cardiomegaly', 'Fracture']);
    const probabilities = ({ findings: panel }: Draft) =>
      panel.map(({ tag, probability }) => [tag, probability]);
    expect(probabilities(draftOf(after))).toEqual(probabilities(draftOf(before)));
    expect(statedBy(draftOf(before)).has('Fracture')).toBe(false);
    for (const stated of statedBy(draftOf(after))) expect(['Cardiomegaly', 'Fracture']).toContain(stated);
  });

  test('what a person switches off is no longer said', async () => {
    const after = draftOf(await reporter.read([front, side], { Cardiomegaly: false }));
    // What is normal follows from the findings, and is no switch.
    expect(onOf(after)).toEqual([]);
    expect(statedBy(after)).toEqual(new Set());
    expect(after.findings.find(({ tag }) => tag === 'Cardiomegaly')).toMatchObject({ on: false });
    const both = draftOf(await reporter.read([front, side], { Cardiomegaly: false, Edema: true }));
    expect(onOf(both)).toEqual(['Edema']);
  });

  test('a switch to what is so already, or of what the model does not know, changes nothing', async () => {
    const before = await reporter.read([front, side], {});
    expect(await reporter.read([front, side], { Cardiomegaly: true, Fracture: false })).toEqual(before);
    expect(await reporter.read([front, side], { Hernia: true })).toEqual(before);
  });

  test('shows a term that a person switched on', async () => {
    const after = draftOf(await reporter.read([front], { 'Opacity/lung': true }));
    expect(onOf(after)).toContain('Opacity/lung');
    expect(draftOf(await reporter.read([front], {})).findings.map(({ tag }) => tag)).not.toContain(
      'Opacity/lung',
    );
  });
});

test('each sentence says on which tags it leaned and on which findings it depends', async () => {
  const draft = draftOf(await reporter.read([front, side], { Edema: true, Fracture: true }));
  const on = onOf(draft);
  for (const { draft: said } of draft.sentences) {
    // All that is asserted, or for a finding that was asked for by itself, that one.
    const leaned = said.tags.map(({ tag }) => tag);
    expect(leaned.length).toBeGreaterThan(0);
    expect(on).toEqual(expect.arrayContaining(leaned));
    const weights = said.tags.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(sumOf(weights)).toBeLessThan(1);
    expect(said.dependsOn).toEqual(expect.arrayContaining([...statedIn(said.text)]));
    if (/lungs are clear/i.test(said.text)) expect(said.dependsOn).toContain('Lung Opacity');
  }
});

describe('what is no chest X-ray', () => {
  let strict: Reporter;
  beforeAll(() => {
    const content = contentOf();
    const arrays = new Map(content.arrays);
    arrays.set('gate/bias', { shape: [gateKinds.length], data: Float32Array.of(1, 0, 0, 5) });
    strict = createReporter({ ...content, weights: toTensors(arrays), model: 'strict@0' });
  });
  afterAll(() => {
    strict.dispose();
  });

  test('gets no draft but a reason', async () => {
    const { gates, draft } = await strict.read([front, side], {});
    expect(draft).toBeUndefined();
    for (const gate of gates) expect(gate).toMatchObject({ kind: 'not-chest-x-ray', overridden: false });
    expect(gates[0]?.reason).not.toBe('');
  });

  test('is drafted where a person wants it, which stays to be seen', async () => {
    const { gates, draft } = await strict.read([{ ...front, overridden: true }, side], {});
    expect(gates.map(({ overridden }) => overridden)).toEqual([true, false]);
    expect(draft?.sentences.length).toBeGreaterThan(0);
    for (const { draft: said } of draft?.sentences ?? [])
      expect(said.attention.map(({ image }) => image)).toEqual([front.hash]);
  });
});

test('leaves no tensors, and reads the same again', async () => {
  await expectNoLeak(async () => {
    const once = await reporter.read([front, side], { Edema: true });
    expect(await reporter.read([front, side], { Edema: true })).toEqual(once);
  });
});

test('a film of another size is a bug that is named', async () => {
  const small = { ...front, pixels: { width: 2, height: 2, data: new Uint8Array(12) } };
  await expect(reporter.read([small], {})).rejects.toThrow(/a film has 12 bytes, expected 150528/);
});
