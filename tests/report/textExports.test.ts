// Plain text, Markdown and HTML: all that must be said is said, and nothing that was typed is taken for markup.
import { expect, test } from 'vitest';
import { toHtml } from '../../src/report/html.ts';
import { toMarkdown } from '../../src/report/markdown.ts';
import { toPlainText } from '../../src/report/plainText.ts';
import { disclaimer } from '../../src/report/report.ts';
import { fresh, overridden, signedReport, worked } from './sampleReport.ts';

const without = { includePatient: false };
const withPatient = { includePatient: true };

test('plain text of a draft', () => {
  expect(toPlainText(worked, without)).toBe(`CHEST X-RAY REPORT
DRAFT. Not signed: not a report yet.

Study: study-7f2a
Films: frontal, lateral
Indication: Cough for *two* weeks.
Comparison: Film of 2019.
Model: chest-xray-reporter@1f3a9c2b

FINDINGS
The heart is enlarged. [1]
Small <b>effusion</b> & "fluid" on the left. [2]
No pneumothorax. [3]
The bones are intact. [4]

IMPRESSION
Cardiomegaly with a small effusion. [5]
Σύγκριση με το 2019:
χωρίς αλλαγή. [6]

PROVENANCE OF EACH SENTENCE
[1] Drafted by chest-xray-reporter@1f3a9c2b, probability 80 %. Accepted.
[2] Edited by a person; drafted by chest-xray-reporter@1f3a9c2b as “There is a small left pleural effusion.” Accepted.
[3] Drafted by chest-xray-reporter@1f3a9c2b, probability 80 %. Not accepted.
[4] Drafted by chest-xray-reporter@1f3a9c2b, probability 80 %. Not accepted.
[5] Drafted by chest-xray-reporter@1f3a9c2b, probability 80 %. Not accepted.
[6] Written by a person. Accepted.

FINDINGS SWITCHED ON
Cardiomegaly: probability 91 %, by the model
Pleural Effusion: probability 64 %, by the model

${disclaimer}
`);
});

test('a signed report says who signed, and holds only what was accepted', () => {
  const text = toPlainText(signedReport, without);
  expect(text).not.toContain('DRAFT');
  expect(text).not.toContain('No pneumothorax');
  expect(text).toMatch(
    /Signed by Dr\. Άννα Δήμου, 2026-03-01 14:05 \+02:00, version 1, SHA-256 [0-9a-f]{64}\n/,
  );
  expect(text).toMatch(
    /Addendum by Dr\. B, 2026-03-02 09:00 UTC, version 2, SHA-256 [0-9a-f]{64}\nSeen by a second reader\.\n/,
  );
});

test.each([
  ['plain text', toPlainText],
  ['Markdown', toMarkdown],
  ['HTML', toHtml],
] as const)('%s names the patient only when asked to, warns, and carries the disclaimer', (_, toText) => {
  for (const report of [fresh, worked, signedReport, overridden]) {
    const text = toText(report, without);
    expect(text).not.toMatch(/Παππά|HOSP|1970|female/);
    expect(text).toContain('For research and drafting. Not a medical device');
  }
  const named = toText(signedReport, withPatient);
  for (const part of ['Παππά, Μαρία', '1970-02-03', 'female']) expect(named).toContain(part);
  expect(toText(overridden, without)).toContain(
    'It looks like a photo. A person had it drafted all the same.',
  );
  expect(toText(overridden, without)).toContain('Nothing is stated.');
  expect(toText(worked, without)).toContain('DRAFT');
  expect(toText(signedReport, without)).not.toContain('DRAFT');
});

test('Markdown shows signs as they were typed', () => {
  const text = toMarkdown(worked, without);
  expect(text).toContain('Small \\<b\\>effusion\\</b\\> \\& "fluid" on the left. \\[2\\]');
  expect(text).toContain('- **Indication:** Cough for \\*two\\* weeks.');
  expect(text).toContain('Σύγκριση με το 2019:\\\nχωρίς αλλαγή. \\[6\\]');
  expect(text).toContain('# Chest X-ray report\n\n**DRAFT. Not signed: not a report yet.**');
});

test('HTML is one page without scripts, links or what was typed as markup', () => {
  const text = toHtml(worked, without);
  expect(text).toContain('Small &lt;b&gt;effusion&lt;/b&gt; &amp; &quot;fluid&quot; on the left.');
  expect(text).not.toMatch(/<script|<link|<img|href=|src=|url\(/);
  expect(text).toContain('<title>DRAFT: Chest X-ray report</title>');
  expect(text).toContain('@page');
  const opened = [...text.matchAll(/<([a-z0-9]+)[ >]/g)].map(([, name]) => name ?? '');
  const closed = [...text.matchAll(/<\/([a-z0-9]+)>/g)].map(([, name]) => name ?? '');
  expect(opened.filter((name) => name !== 'meta').sort()).toEqual(closed.sort());
});
