import { describe, expect, test } from 'vitest';
import { observations } from '../../../src/evaluation/findings/observations.ts';
import { endId, padId, startId, unknownId } from '../../../src/text/vocabulary.ts';
import {
  readStudyCorpus,
  sentenceIds,
  studySentences,
  tagsSaid,
  tagTruth,
} from '../../../src/training/reporter/studyCorpus.ts';
import { studyOf } from './studyOf.ts';

const effusion = studyOf({
  findings: 'The heart is XXXX. There is a small right pleural effusion. XXXX XXXX.',
  impression: '1. Small pleural effusion.',
  mesh: ['Pleural Effusion/right/small', 'Opacity/lung/base/left', 'No Indexing'],
  problems: ['Pleural Effusion', 'Opacity'],
});
const normal = studyOf({
  findings: 'The heart is normal. No pleural effusion or pneumothorax.',
  mesh: ['normal'],
  problems: ['normal'],
});

describe('tags', () => {
  const { tags } = readStudyCorpus([effusion, normal, effusion], 1, 1);

  test('are the observations first, in their order, then terms by how often they are there', () => {
    expect(tags.slice(0, observations.length)).toEqual([...observations]);
    expect(new Set(tags.slice(observations.length))).toEqual(
      new Set(['opacity', 'opacity/base', 'opacity/lung', 'pleural effusion/small', 'normal']),
    );
    expect(tags.at(-1)).toBe('normal');
  });

  test('name no side, no term that is an observation, and nothing that says nothing of the film', () => {
    for (const tag of tags) expect(tag).not.toMatch(/left|right|bilateral|indexing/i);
    expect(tags.filter((tag) => tag.toLowerCase() === 'pleural effusion')).toEqual(['Pleural Effusion']);
    expect(new Set(tags).size).toBe(tags.length);
  });

  test('of too few studies are none', () => {
    const { tags: often } = readStudyCorpus([effusion, normal, effusion], 1, 2);
    expect(often).toContain('opacity/base');
    expect(often).not.toContain('normal');
  });

  test('hold of a study by what its report says and by its terms', () => {
    const holding = (of: typeof normal): string[] => {
      const truth = tagTruth({ tags }, of);
      return tags.filter((_, tag) => truth[tag] === 1);
    };
    expect(holding(normal)).toEqual(['No Finding', 'normal']);
    expect(new Set(holding(effusion))).toEqual(
      new Set(['Pleural Effusion', 'opacity', 'opacity/base', 'opacity/lung', 'pleural effusion/small']),
    );
    // A term that is an observation counts only where the report says so.
    const unsaid = studyOf({
      problems: ['Cardiomegaly'],
      mesh: ['Cardiomegaly/mild'],
      findings: 'Clear lungs.',
    });
    expect(holding(unsaid)).toEqual(['No Finding']);
  });
});

test('a finding whose sentence is not learnt is true of the film, but nothing speaks of it', () => {
  const lost = studyOf({ findings: 'The heart is normal. There is a pneumothorax XXXX XXXX of the XXXX.' });
  expect(studySentences(lost).flat()).toEqual(['The heart is normal.']);
  const { tags } = readStudyCorpus([lost], 1, 1);
  const place = tags.indexOf('Pneumothorax');
  expect(tagTruth({ tags }, lost)[place]).toBe(1);
  expect(tagsSaid({ tags }, lost)[place]).toBe(0);
});

describe('words', () => {
  const corpus = readStudyCorpus([effusion, normal], 1, 1);

  test('never hold a mark of de-identification, nor does a sentence', () => {
    expect(corpus.vocabulary.words.filter((word) => /x{3}/i.test(word))).toEqual([]);
    expect(studySentences(effusion).flat().join(' ')).not.toMatch(/x{3}/i);
  });

  test('are counted as often as the reports say them', () => {
    const count = (word: string): number | undefined => corpus.counts[corpus.vocabulary.idOf.get(word) ?? -1];
    expect(count('effusion')).toBe(3);
    expect(count('pneumothorax')).toBe(1);
    for (const id of [padId, startId, endId]) expect(corpus.counts[id]).toBe(0);
  });

  test('that are rare are unknown', () => {
    const { vocabulary, counts } = readStudyCorpus([effusion, normal], 2, 1);
    expect(vocabulary.words).toContain('pleural');
    expect(vocabulary.words).not.toContain('pneumothorax');
    expect(counts[unknownId]).toBeGreaterThan(0);
  });
});

describe('sentences as ids', () => {
  const { vocabulary } = readStudyCorpus([normal], 1, 1);
  const limits = { maxWords: 20, maxSentences: 5 };
  const wordsOf = (ids: readonly number[]): string => ids.map((id) => vocabulary.words[id]).join(' ');

  test('come by section, findings first', () => {
    const ids = sentenceIds(vocabulary, { ...normal, impression: 'The heart is normal.' }, limits);
    expect(ids.map((sentences) => sentences.map(wordsOf))).toEqual([
      ['the heart is normal', 'no pleural effusion or pneumothorax'],
      ['the heart is normal'],
    ]);
    expect(sentenceIds(vocabulary, studyOf(), limits)).toEqual([[], []]);
  });

  test('leave out what is too long or holds more than one unknown word, and what is too much', () => {
    const study = studyOf({
      findings: 'The heart is huge. The heart is utterly huge. No effusion. No pneumothorax. The heart.',
    });
    expect(sentenceIds(vocabulary, study, { maxWords: 4, maxSentences: 2 })[0]?.map(wordsOf)).toEqual([
      'the heart is <unk>',
      'no effusion',
    ]);
  });
});
