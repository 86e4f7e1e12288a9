import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareReports, type SentenceDifference } from '../../src/report/compareReports.ts';
import { insertSentence } from '../../src/report/edit.ts';
import { createReport } from '../../src/report/createReport.ts';
import { sentencesOf, type Report } from '../../src/report/report.ts';
import { study } from './sampleReport.ts';

const reportOf = (findings: readonly string[], impression: readonly string[] = []): Report =>
  impression.reduce(
    (report, text) => insertSentence(report, 'impression', text),
    findings.reduce((report, text) => insertSentence(report, 'findings', text), createReport(study)),
  );

/** `kind here | there`. */
const shown = (difference: SentenceDifference): string => {
  const here = 'here' in difference ? difference.here.text : '';
  const there = 'there' in difference ? difference.there.text : '';
  return `${difference.kind}: ${here} | ${there}`;
};

test('sentences are the same, changed, or in one report alone, in whatever order', () => {
  const here = reportOf(['Lungs are clear.', 'Small left pleural effusion.', 'New line.'], ['Stable.']);
  const there = reportOf(
    [
      'Old rib fractures.',
      'Moderate left pleural effusion.',
      'A drain lies on the left.',
      'Lungs are  clear.',
    ],
    ['Stable.'],
  );
  expect(compareReports(here, there).map(shown)).toEqual([
    'there:  | Old rib fractures.',
    'same: Lungs are clear. | Lungs are  clear.',
    'changed: Small left pleural effusion. | Moderate left pleural effusion.',
    'there:  | A drain lies on the left.',
    'here: New line. | ',
    'same: Stable. | Stable.',
  ]);
});

test('a change is told word by word, in any script', () => {
  const [change] = compareReports(
    reportOf(['Μικρή συλλογή αριστερά, νέα.']),
    reportOf(['Μέτρια συλλογή αριστερά.']),
  );
  expect(change).toMatchObject({
    words: [
      { kind: 'there', text: 'Μέτρια' },
      { kind: 'here', text: 'Μικρή' },
      { kind: 'same', text: ' συλλογή αριστερά' },
      { kind: 'here', text: ', νέα' },
      { kind: 'same', text: '.' },
    ],
  });
});

test('a denial is a change, never the same', () => {
  const [difference] = compareReports(reportOf(['No pleural effusion.']), reportOf(['Pleural effusion.']));
  expect(difference?.kind).toBe('changed');
});

test('every sentence of both is there once, and words make up both texts', () => {
  const sentences = fc.array(
    fc
      .array(fc.constantFrom('no', 'left', 'effusion', 'heart', 'large', 'ναι', ','), { maxLength: 6 })
      .map((parts) => parts.join(' ')),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(sentences, sentences, sentences, sentences, (a, b, c, d) => {
      const [here, there] = [reportOf(a, b), reportOf(c, d)];
      const differences = compareReports(here, there);
      for (const section of ['findings', 'impression'] as const) {
        const own = differences.filter((difference) => difference.section === section);
        expect(own.flatMap((one) => ('here' in one ? [one.here] : []))).toEqual(sentencesOf(here, section));
        const ids = own.flatMap((one) => ('there' in one ? [one.there.id] : []));
        expect(ids.sort()).toEqual(
          sentencesOf(there, section)
            .map(({ id }) => id)
            .sort(),
        );
      }
      for (const difference of differences) {
        if (difference.kind !== 'changed') continue;
        const join = (side: 'here' | 'there'): string =>
          difference.words
            .filter(({ kind }) => kind === side || kind === 'same')
            .map(({ text }) => text)
            .join('');
        expect([join('here'), join('there')]).toEqual([
          difference.here.text.trim(),
          difference.there.text.trim(),
        ]);
      }
      // A report beside itself has no differences.
      expect(compareReports(here, here).every(({ kind }) => kind === 'same')).toBe(true);
    }),
    { numRuns: 500 },
  );
});
