// A study, its draft and reports made of them, for the tests of src/report and of what is built on it.
import { createHash } from 'node:crypto';
import { applyChange, type Change } from '../../src/report/change.ts';
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

export const changed = (report: Report, ...changes: readonly Change[]): Report =>
  changes.reduce((all, change) => applyChange(all, change, sha256), report);

/** A draft that a person worked on: one sentence of each provenance, a patient, Greek, markup and two lines. */
export const worked: Report = changed(
  fresh,
  { kind: 'edit', id: 's2', text: 'Small <b>effusion</b> & "fluid" on the left.' },
  { kind: 'insert', section: 'impression', text: 'Σύγκριση με το 2019:\nχωρίς αλλαγή.' },
  { kind: 'accept', ids: ['s1', 's2', 's6'], accepted: true },
  { kind: 'field', field: 'indication', text: 'Cough for *two* weeks.' },
  { kind: 'field', field: 'comparison', text: 'Film of 2019.' },
  {
    kind: 'patient',
    patient: { name: 'Παππά, Μαρία', id: 'HOSP-123', birthDate: '1970-02-03', sex: 'female' },
  },
);

export const signedReport: Report = changed(
  worked,
  { kind: 'sign', author: 'Dr. Άννα Δήμου', at: '2026-03-01T14:05:00+02:00' },
  { kind: 'addendum', text: 'Seen by a second reader.', author: 'Dr. B', at: '2026-03-02T09:00:00Z' },
);

/** Something that is no chest X-ray, drafted all the same. */
export const overridden: Report = changed(
  createReport({
    uid: 'odd',
    images: [
      {
        hash: frontal,
        view: 'unknown',
        gate: {
          kind: 'not-chest-x-ray',
          probability: 0.97,
          reason: 'It looks like a photo.',
          overridden: false,
        },
      },
    ],
  }),
  { kind: 'override', image: frontal },
);
