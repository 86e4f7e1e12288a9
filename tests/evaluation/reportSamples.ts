// Picks drafts to be read by a person, normal studies and abnormal ones alike, and writes each beside its reference:
//   ekphrasis evaluate ... --captions drafts.json; node tests/evaluation/reportSamples.ts drafts.json 15 > samples.md
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { labelReport, presentIn } from '../../src/evaluation/findings/labelReport.ts';
import type { ReportText } from '../../src/evaluation/reportScores.ts';

interface Drafted {
  readonly uid: string;
  readonly draft: ReportText;
  readonly reference: ReportText;
  readonly normal: boolean;
}

const [, , path = '', each = '15'] = argv;
const all = JSON.parse(readFileSync(path, 'utf8')) as readonly Drafted[];

/** So many of them, evenly spread, from the first on. */
const spread = (studies: readonly Drafted[], count: number): Drafted[] => {
  const step = Math.max(1, Math.floor(studies.length / count));
  return studies.filter((_, i) => i % step === 0).slice(0, count);
};

const found = ({ findings, impression }: ReportText): string => {
  const present = [...presentIn(labelReport([...findings, ...impression]))].filter(
    (name) => name !== 'No Finding',
  );
  return present.length === 0 ? 'none' : present.join(', ');
};

const shown = ({ findings, impression }: ReportText): string =>
  `${findings.join(' ') || '(none)'} *Impression:* ${impression.join(' ') || '(none)'}`;

for (const [title, normal] of [
  ['Normal studies', true],
  ['Abnormal studies', false],
] as const) {
  console.log(`## ${title}\n`);
  for (const { uid, draft, reference } of spread(
    all.filter((study) => study.normal === normal),
    Number(each),
  )) {
    console.log(`**${uid}**\n`);
    console.log(`- Draft: ${shown(draft)}`);
    console.log(`- Reference: ${shown(reference)}`);
    console.log(`- Findings by the labeler: draft ${found(draft)}; reference ${found(reference)}.`);
    console.log('- Verdict: \n');
  }
}
