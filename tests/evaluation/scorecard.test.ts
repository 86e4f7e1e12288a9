import { describe, expect, it } from 'vitest';
import { openSynonyms } from '../../src/data/wordNet.ts';
import { formatScorecards, scoreCaptions } from '../../src/evaluation/scorecard.ts';
import { captions, expected } from './fixture.ts';

const candidates = captions.map(({ caption }) => caption);
const references = captions.map((each) => each.references);

describe('scoreCaptions', () => {
  it('agrees with the reference implementations from the written captions on', () => {
    const card = scoreCaptions(candidates, references, { synonyms: openSynonyms() });
    for (const [name, score] of Object.entries(expected.corpus)) {
      expect(card[name as keyof typeof expected.corpus], name).toBeCloseTo(score, 10);
    }
    expect(card).toMatchObject({ ciderD: card.cider, distinct: 1, mostRepeated: 1, n: 14 });
  });

  it('takes the document frequencies of CIDEr-D from the corpus', () => {
    const corpus = [['A dog .'], ['A cat .'], ['A horse .']];
    const card = scoreCaptions(['a dog', 'a cow'], [['A dog .'], ['A cow .']], { corpus });
    const same = scoreCaptions(['a dog', 'a cow'], [['A dog .'], ['A cow .']], {
      corpus: [['A dog .'], ['A cow .']],
    });
    expect(card.ciderD).toBeCloseTo(5, 10);
    expect(same.ciderD).toBeCloseTo(same.cider, 12);
  });

  it('leaves METEOR out without synonyms', () => {
    expect(scoreCaptions(['a dog'], [['A dog .']]).meteor).toBeUndefined();
  });

  it('scores empty captions with 0', () => {
    expect(scoreCaptions(['', ''], [['A dog .'], ['A cat .']], { synonyms: () => new Set() })).toMatchObject({
      bleu1: 0,
      meteor: 0,
      rougeL: 0,
      cider: 0,
      vocabularyUsed: 0,
    });
  });
});

describe('formatScorecards', () => {
  it('shows scores times 100 in aligned columns', () => {
    const scorecard = scoreCaptions(['a dog', 'a cat'], [['A dog .'], ['A cow .']]);
    const lines = formatScorecards([
      { name: 'model', scorecard },
      { name: 'nearest neighbour', scorecard },
    ]).split('\n');
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[1]).toMatch(/^model +75\.0 .* - .*100\.0 +3 +1 +2$/);
  });
});
