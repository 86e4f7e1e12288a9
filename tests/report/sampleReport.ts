// A study, its draft and reports made of them, for the tests of src/report and of what is built on it.
import { createHash } from 'node:crypto';
import { createReport } from '../../src/report/createReport.ts';
import { redraft } from '../../src/report/redraft.ts';
import type { Draft, DraftSentence, Gate, Report, Section, Study } from '../../src/report/report.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const model = 'chest-xray-reporter@1f3a9c2b';
export const frontal = sha256('frontal');
export const lateral = sha256('lateral');

const passed = (kind: 'frontal' | 'lateral'): Gate => ({
  kind,
  probability: 0.99,
  reason: '',
  overridden: false,
});

export const study: Study = {
  uid: 'study-7f2a',
  images: [
    { hash: frontal, view: 'frontal', gate: passed('frontal') },
    { hash: lateral, view: 'lateral', gate: passed('lateral') },
  ],
};

/** A sentence of the model's. */
export function drafted(
  section: Section,
  text: string,
  dependsOn: readonly string[] = [],
  alternatives: readonly string[] = [],
): DraftSentence {
  const attention = [frontal, lateral].map((image) => ({
    image,
    grid: Array.from({ length: 49 }, () => 1 / 98),
  }));
  return {
    section,
    draft: {
      text,
      model,
      probability: 0.8,
      stop: 0.1,
      tags: dependsOn.map((tag, i) => ({ tag, weight: 0.5 / (i + 1) })),
      dependsOn,
      attention,
      alternatives: alternatives.map((other, i) => ({ text: other, probability: 0.5 / (i + 1) })),
    },
  };
}

export const draft: Draft = {
  model,
  images: [frontal, lateral],
  sentences: [
    drafted(
      'findings',
      'The heart is enlarged.',
      ['Cardiomegaly'],
      ['Mild cardiomegaly.', 'The heart is big.'],
    ),
    drafted('findings', 'There is a small left pleural effusion.', ['Pleural Effusion']),
    drafted('findings', 'No pneumothorax.', ['Pneumothorax']),
    drafted('findings', 'The bones are intact.'),
    drafted('impression', 'Cardiomegaly with a small effusion.', ['Cardiomegaly', 'Pleural Effusion']),
  ],
  findings: [
    { tag: 'Cardiomegaly', probability: 0.91, on: true },
    { tag: 'Pleural Effusion', probability: 0.64, on: true },
    { tag: 'Pneumothorax', probability: 0.02, on: false },
  ],
};

/** The draft as the model gave it: sentences s1 to s5. */
export const fresh: Report = redraft(createReport(study), draft, 'all');

export const texts = (report: Report): readonly string[] => report.sentences.map(({ text }) => text);
