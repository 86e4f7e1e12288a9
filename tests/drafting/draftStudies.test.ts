// Drafts by plan: what is taken of what the decoder offers, and what never is, whatever it offers.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draftStudies, type DraftedSentence, type Speaker } from '../../src/drafting/draftStudies.ts';
import { planOf } from '../../src/drafting/plan.ts';
import { findContradictions } from '../../src/evaluation/contradictions/findContradictions.ts';
import { labelReport, presentIn } from '../../src/evaluation/findings/labelReport.ts';
import type { StudyGrids } from '../../src/model/reporter/studyFeatures.ts';
import { startBackend } from '../../src/tensor/backend.ts';
import { numberToken } from '../../src/text/sentenceTokens.ts';
import { expectNoLeak } from '../model/noLeak.ts';
import { plainSpeaker, randomGrids, randomSpeaker, tagOf, tags } from './madeUpSpeaker.ts';

let grids: StudyGrids;
beforeAll(async () => {
  await startBackend('cpu');
  grids = randomGrids(1, 3);
});
afterAll(() => {
  tf.dispose({ ...grids });
});

const plan = (...names: string[]) => planOf(tags, names.map(tagOf));

async function draftOf(speaker: Speaker, ...names: string[]): Promise<readonly DraftedSentence[]> {
  const [draft = []] = await draftStudies(speaker, grids, [plan(...names)]);
  return draft;
}

const textsOf = (draft: readonly DraftedSentence[], section: string): string[] =>
  draft.filter((sentence) => sentence.section === section).map(({ text }) => text);

describe('a draft', () => {
  const offered = ['cardiomegaly', 'effusion', 'pneumothorax', 'midline'];

  test('takes the likeliest sentence that keeps to the plan, each once a section, until the section ends', async () => {
    const draft = await draftOf(plainSpeaker(offered, 0.4), 'Pleural Effusion', 'Pneumothorax');
    expect(textsOf(draft, 'findings')).toEqual(['Effusion.', 'Pneumothorax.', 'Midline.']);
    expect(textsOf(draft, 'impression')).toEqual(['Effusion.', 'Pneumothorax.', 'Midline.']);
  });

  test('says nothing of findings where none is planned', async () => {
    const draft = await draftOf(plainSpeaker(offered, 0.4));
    expect(textsOf(draft, 'findings')).toEqual(['Midline.']);
  });

  test('always tries to begin its findings; an impression may be empty', async () => {
    const draft = await draftOf(plainSpeaker(offered, 0.9), 'Cardiomegaly');
    expect(textsOf(draft, 'findings')).toEqual(['Cardiomegaly.']);
    expect(textsOf(draft, 'impression')).toEqual([]);
  });

  test('is asked for planned findings that it left out', async () => {
    const draft = await draftOf(
      plainSpeaker(offered, 0.9),
      'Pneumothorax',
      'Pleural Effusion',
      'Cardiomegaly',
    );
    expect(new Set(textsOf(draft, 'findings'))).toEqual(
      new Set(['Cardiomegaly.', 'Pneumothorax.', 'Effusion.']),
    );
    expect(textsOf(draft, 'impression')).toEqual([]);
  });

  test.each([
    ['Lung Opacity', ['the lungs are clear', 'there is an opacity', 'midline'], 'There is an opacity.'],
    [
      'Pleural Effusion',
      ['normal chest', 'no acute disease', 'small effusion', 'midline'],
      'Small effusion.',
    ],
  ])('is not called normal before its %s is said, nor after', async (finding, words, sentence) => {
    const draft = await draftOf(plainSpeaker(words, 0.4), finding);
    expect(textsOf(draft, 'findings')).toEqual([sentence, 'Midline.']);
    expect(textsOf(draft, 'impression')).toEqual([sentence, 'Midline.']);
    expect(textsOf(await draftOf(plainSpeaker(words, 0.4)), 'findings')[0]).toMatch(/clear|normal/i);
  });

  test('leaves out what the decoder has no words for', async () => {
    const draft = await draftOf(plainSpeaker(offered, 0.9), 'Fracture');
    expect(textsOf(draft, 'findings')).toEqual(['Midline.']);
  });

  test('never says a number', async () => {
    const draft = await draftOf(plainSpeaker([numberToken, ...offered], 0.4), 'Pleural Effusion');
    const all = draft.flatMap(({ text, alternatives }) => [text, ...alternatives.map((other) => other.text)]);
    expect(all.join(' ')).not.toContain('number');
    expect(textsOf(draft, 'findings')).toEqual(['Effusion.', 'Midline.']);
  });

  test('gives each sentence its probability, its alternatives and what it looked at', async () => {
    const [first] = await draftOf(plainSpeaker(offered, 0.4), 'Pleural Effusion', 'Pneumothorax');
    // Words and end are drawn from one distribution; a sentence is its word and the end, geometric mean.
    const scores = [26, 18, 17, 16, 15].map((score) => Math.exp(score));
    const sum = scores.reduce((a, b) => a + b, 4);
    const share = (i: number): number => (scores[i] ?? NaN) / sum;
    expect((first?.probability ?? NaN) / Math.sqrt(share(2) * share(0))).toBeCloseTo(1, 4);
    expect(first?.alternatives.map(({ text }) => text)).toEqual([
      'Cardiomegaly.',
      'Pneumothorax.',
      'Midline.',
    ]);
    expect((first?.alternatives[0]?.probability ?? NaN) / Math.sqrt(share(1) * share(0))).toBeCloseTo(1, 4);
    expect(first?.stop).toBeCloseTo(0.4, 5);
    expect(first?.visualMap).toHaveLength(98);
    expect(first?.visualMap.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    // Alike on the study itself and on each of the two tags.
    expect(first?.tags.map(({ tag }) => tags[tag])).toEqual(['Pleural Effusion', 'Pneumothorax']);
    for (const { weight } of first?.tags ?? []) expect(weight).toBeCloseTo(1 / 3, 5);
  });
});

test('an impression does not deny what the findings deny', async () => {
  const twice = await draftOf(plainSpeaker(['no pneumothorax', 'midline'], 0.4));
  expect(textsOf(twice, 'findings')).toEqual(['No pneumothorax.', 'Midline.']);
  expect(textsOf(twice, 'impression')).toEqual(['Midline.']);
});

describe('the areas of a report', () => {
  const offered = ['cardiomegaly', 'midline', 'no pneumothorax', 'bones normal', 'spine'];

  test('are gone through where there are findings, each by one sentence that states none', async () => {
    const draft = await draftOf(plainSpeaker(offered, 0.9), 'Cardiomegaly');
    expect(textsOf(draft, 'findings')).toEqual(['Cardiomegaly.', 'No pneumothorax.', 'Bones normal.']);
  });

  test('are left to the decoder where there are none', async () => {
    const draft = await draftOf(plainSpeaker(offered, 0.9));
    expect(textsOf(draft, 'findings')).toEqual(['Midline.']);
  });
});

describe('a term that a person', () => {
  const offered = ['midline', 'spine', 'opacity', 'basal opacity'];
  const speaker = (): Speaker => {
    const plain = plainSpeaker(offered, 0.9);
    const tagWords = tags.map((tag) => (tag === 'opacity/base' ? ['spine'] : []));
    return { ...plain, config: { ...plain.config, tagWords } };
  };
  const term = tagOf('opacity/base');
  const draftBy = async (changed: { named?: number[]; unnamed?: number[] }): Promise<string[]> => {
    const [draft = []] = await draftStudies(speaker(), grids, [{ ...plan(), ...changed }]);
    return textsOf(draft, 'findings');
  };

  test('asks for is named', async () => {
    expect(await draftBy({})).toEqual(['Midline.']);
    expect(await draftBy({ named: [term] })).toEqual(['Midline.', 'Spine.']);
  });

  test('refuses is not', async () => {
    const plain = plainSpeaker(['spine', 'midline'], 0.9);
    const config = { ...plain.config, tagWords: tags.map(() => ['spine']) };
    const [draft = []] = await draftStudies({ ...plain, config }, grids, [{ ...plan(), unnamed: [term] }]);
    expect(textsOf(draft, 'findings')).toEqual(['Midline.']);
  });
});

describe('of several drafts', () => {
  const withDrafts = (
    speaker: Speaker,
    drafts: number,
    phrases: Readonly<Record<string, number>>,
  ): Speaker => ({
    ...speaker,
    config: { ...speaker.config, phrases, decoding: { ...speaker.config.decoding, drafts } },
  });
  const offered = ['midline', 'spine', 'tube', 'thorax'];

  test('the one is kept that says what reports say, where there are findings', async () => {
    const speaker = plainSpeaker(offered, 0.9);
    const [usual] = await draftOf(withDrafts(speaker, 30, { tube: 1 }), 'Cardiomegaly');
    expect(usual?.text).toBe('Tube.');
    const [likeliest] = await draftOf(withDrafts(speaker, 1, { tube: 1 }), 'Cardiomegaly');
    expect(likeliest?.text).toBe('Midline.');
    const [surest] = await draftOf(withDrafts(speaker, 30, { tube: 1 }));
    expect(surest?.text).toBe('Midline.');
  });

  test('the same one each time, whatever is drafted beside it', async () => {
    const speaker = withDrafts(randomSpeaker(5), 4, { heart: 0.5 });
    const [films, plans] = [randomGrids(3, 9), [plan('Cardiomegaly'), plan(), plan('Pneumothorax')]];
    const together = await draftStudies(speaker, films, plans);
    const first = {
      ...films,
      frontal: tf.slice(films.frontal, 0, 1),
      lateral: tf.slice(films.lateral, 0, 1),
    };
    const alone = await draftStudies(speaker, { ...first, present: tf.slice(films.present, 0, 1) }, [
      plan('Cardiomegaly'),
    ]);
    expect(alone[0]?.map(({ text }) => text)).toEqual(together[0]?.map(({ text }) => text));
    tf.dispose([{ ...speaker.weights }, { ...films }]);
  });
});

describe('whatever the decoder says and whatever is planned', () => {
  test('no finding is stated that is not planned, and nothing is contradicted', async () => {
    const asserted = fc.uniqueArray(fc.integer({ min: 0, max: tags.length - 1 }), { maxLength: 5 });
    let sentences = 0;
    let stated = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.array(asserted, { minLength: 1, maxLength: 4 }),
        async (seed, all) => {
          const speaker = randomSpeaker(seed);
          const films = randomGrids(all.length, seed + 1);
          const plans = all.map((one) => planOf(tags, one));
          const drafts = await draftStudies(speaker, films, plans);
          tf.dispose([{ ...speaker.weights }, { ...films }]);
          for (const [study, draft] of drafts.entries()) {
            const [findings, impression] = [textsOf(draft, 'findings'), textsOf(draft, 'impression')];
            const present = new Set(presentIn(labelReport([...findings, ...impression])));
            present.delete('No Finding');
            const planned = new Set<string>(plans[study]?.findings);
            expect([...present].filter((finding) => !planned.has(finding))).toEqual([]);
            expect(findContradictions(findings, impression)).toEqual([]);
            expect(new Set(findings).size).toBe(findings.length);
            expect(draft.map(({ section }) => section).sort()).toEqual(draft.map(({ section }) => section));
            sentences += draft.length;
            stated += present.size;
          }
        },
      ),
      { numRuns: 25, seed: 1 },
    );
    // The decoders did have something to say.
    expect(sentences).toBeGreaterThan(50);
    expect(stated).toBeGreaterThan(5);
  }, 120_000);
});

test('leaves no tensors, says the same to the last bit again, and each study as by itself', async () => {
  const speaker = randomSpeaker(5);
  const films = randomGrids(3, 6);
  const plans = [plan('Pleural Effusion'), plan(), plan('Cardiomegaly', 'Edema')];
  await expectNoLeak(async () => {
    const drafts = await draftStudies(speaker, films, plans);
    expect(await draftStudies(speaker, films, plans)).toEqual(drafts);
    const rows = tf.tensor1d([2], 'int32');
    const alone: StudyGrids = {
      frontal: tf.gather(films.frontal, rows),
      lateral: tf.gather(films.lateral, rows),
      present: tf.gather(films.present, rows),
    };
    const [last] = await draftStudies(speaker, alone, plans.slice(2));
    expect(last?.map(({ text }) => text)).toEqual(drafts[2]?.map(({ text }) => text));
    tf.dispose([rows, { ...alone }]);
  });
});
