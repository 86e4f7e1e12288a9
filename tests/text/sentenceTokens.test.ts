import { describe, expect, test } from 'vitest';
import { readOpenI } from '../../src/data/openI.ts';
import { reportSentences } from '../../src/text/reportSentences.ts';
import { numberToken, printSentence, sentenceTokens } from '../../src/text/sentenceTokens.ts';
import { needsShared, sharedPath } from '../needs.ts';

describe('sentenceTokens', () => {
  test.each([
    ['No pneumothorax, or effusion.', ['no', 'pneumothorax', ',', 'or', 'effusion']],
    ['Scarring/atelectasis (left-sided).', ['scarring', '/', 'atelectasis', 'left-sided']],
    ['A 3.5 x 2 cm mass.', ['a', numberToken, 'x', numberToken, 'cm', 'mass']],
    [
      '8mm nodule, 9th rib, T8 to L1-L2.',
      `# mm nodule , # rib , # to # #`.replaceAll('#', numberToken).split(' '),
    ],
    ['The patient’s x-ray.', ['the', "patient's", 'x-ray']],
    ['', []],
  ])('%s', (sentence, tokens) => expect(sentenceTokens(sentence)).toEqual(tokens));
});

describe('printSentence', () => {
  test.each([
    [['no', 'pneumothorax', ',', 'or', 'effusion'], 'No pneumothorax, or effusion.'],
    [['scarring', '/', 'atelectasis', ':', 'left'], 'Scarring/atelectasis: left.'],
    [['left', 'picc', 'in', 'the', 'svc', 't-spine', 'x-ray'], 'Left PICC in the SVC T-spine x-ray.'],
    [[], ''],
  ])('%s', (tokens, sentence) => expect(printSentence(tokens)).toBe(sentence));
});

const openI = needsShared('data/iu-xray');
test.skipIf(openI.missing)(openI.named('each sentence without numbers comes back as it was'), async () => {
  const { splits } = await readOpenI(sharedPath('data/iu-xray'));
  const sentences = [...splits.train, ...splits.val].flatMap(({ findings }) => reportSentences(findings));
  const spoken = sentences.filter((sentence) => !sentenceTokens(sentence).includes(numberToken));
  const printed = spoken.map((sentence) => printSentence(sentenceTokens(sentence)));
  expect(printed.map((sentence) => sentenceTokens(sentence))).toEqual(spoken.map(sentenceTokens));
  const same = spoken.filter((sentence, i) => printed[i] === sentence);
  expect(same.length / spoken.length).toBeGreaterThan(0.99);
});
