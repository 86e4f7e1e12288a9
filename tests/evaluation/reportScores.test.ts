import { describe, expect, test } from 'vitest';
import { labelReport, presentIn } from '../../src/evaluation/findings/labelReport.ts';
import { scoreReports, type ReferenceReport, type ReportText } from '../../src/evaluation/reportScores.ts';
import { scoreCaptions } from '../../src/evaluation/scorecard.ts';

const written = (text: ReportText): ReferenceReport => ({
  ...text,
  observed: presentIn(labelReport([...text.findings, ...text.impression])),
});

const normal = written({
  findings: ['The heart is normal in size.', 'The lungs are clear.'],
  impression: ['No acute disease.'],
});
const effusion = written({
  findings: ['The heart is normal in size.', 'There is a small left pleural effusion.'],
  impression: ['Small pleural effusion.'],
});
const onlyImpression = written({ findings: [], impression: ['Cardiomegaly.'] });

describe('reports', () => {
  test('that say what people said are perfect', () => {
    const scores = scoreReports([normal, effusion], [normal, effusion]);
    expect(scores.text).toMatchObject({ rougeL: 1, distinct: 1, n: 2, meteor: undefined });
    expect(scores.text.bleu4).toBeCloseTo(1, 6);
    expect(scores.findings).toMatchObject({ microF1: 1, microF1All: 1 });
    expect(scores).toMatchObject({ contradictory: 0, n: 2 });
  });

  test('that call everything normal find nothing, however good their words', () => {
    const scores = scoreReports([normal, normal], [normal, effusion]);
    expect(scores.text.bleu1).toBeGreaterThan(0.5);
    expect(scores.text.distinct).toBe(0.5);
    expect(scores.findings).toMatchObject({ microF1: 0, macroF1: 0 });
  });

  test('are scored by the words of their findings, where people wrote findings, and by the findings of the whole', () => {
    const scores = scoreReports([normal, normal, effusion], [effusion, onlyImpression, effusion]);
    const textOf = ({ findings }: ReportText): string => findings.join(' ');
    expect(scores.text).toEqual(
      scoreCaptions([normal, effusion].map(textOf), [[textOf(effusion)], [textOf(effusion)]]),
    );
    expect(scores.n).toBe(3);
    expect(scores.text.n).toBe(2);
    // The cardiomegaly that stands in an impression alone was missed.
    expect(scores.findings.labels.Cardiomegaly).toMatchObject({ references: 1, candidates: 0 });
    expect(scores.findings.labels['Pleural Effusion']).toMatchObject({ references: 2, candidates: 1 });
  });

  test('that contradict themselves are counted, within a section or between them', () => {
    const within: ReportText = {
      findings: ['There is a pleural effusion.', 'Normal chest.'],
      impression: [],
    };
    const between: ReportText = { findings: effusion.findings, impression: ['No pleural effusion.'] };
    const references = [effusion, effusion, effusion, effusion];
    expect(scoreReports([within, between, normal, effusion], references).contradictory).toBe(0.5);
  });
});

test('a finding counts though its sentence was lost to a mark of de-identification', () => {
  const lost = { ...normal, observed: effusion.observed };
  expect(scoreReports([normal], [lost]).findings.microF1).toBe(0);
  expect(scoreReports([effusion], [lost]).findings.microF1).toBe(1);
});

test('a draft for each reference, not none', () => {
  expect(() => scoreReports([normal], [])).toThrow(/a draft for each reference/);
  expect(() => scoreReports([], [])).toThrow(/not none/);
});
