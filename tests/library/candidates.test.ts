import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packCandidates, unpackCandidates } from '../../src/library/candidates.ts';
import type { Caption } from '../../src/model/caption.ts';

const map = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 49, maxLength: 49 })
  .map((values) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return values.map((value) => (sum > 0 ? value / sum : 1 / 49));
  });
const caption: fc.Arbitrary<Caption> = fc.record({
  text: fc.string({ unit: 'binary' }),
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  words: fc.array(
    fc.record({ text: fc.string(), probability: fc.double({ min: 0, max: 1, noNaN: true }), attention: map }),
    { maxLength: 8 },
  ),
});

test('a packed n-best list comes back: texts whole, maps within a 255th of their highest value', () => {
  fc.assert(
    fc.property(fc.array(caption, { maxLength: 4 }), (captions) => {
      const back = unpackCandidates(packCandidates(captions));
      expect(back.map(({ text, probability }) => [text, probability === 0 ? 0 : probability])).toEqual(
        captions.map(({ text, probability }) => [text, probability === 0 ? 0 : probability]),
      );
      for (const [i, { words }] of captions.entries()) {
        for (const [j, word] of words.entries()) {
          const kept = back[i]?.words[j];
          expect(kept?.text).toBe(word.text);
          expect(kept?.probability).toBeCloseTo(word.probability, 4);
          expect(kept?.attention.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
          const most = Math.max(...word.attention);
          for (const [k, value] of word.attention.entries()) {
            expect(Math.abs((kept?.attention[k] ?? 0) - value)).toBeLessThan(0.02 * most);
          }
        }
      }
    }),
    { numRuns: 50, seed: 7 },
  );
});

test('a map that looks nowhere stays one', () => {
  const nowhere: Caption = {
    text: 'a',
    probability: 1,
    words: [{ text: 'a', probability: 1, attention: [0, 0, 0] }],
  };
  expect(unpackCandidates(packCandidates([nowhere]))).toEqual([nowhere]);
});
