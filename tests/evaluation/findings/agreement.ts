// How far the labeler agrees with the machine labels of OpenI's reports:
// node tests/evaluation/findings/agreement.ts ../shared/data/iu-xray val
import { argv } from 'node:process';
import { readOpenI, type Study } from '../../../src/data/openI.ts';
import { findingsF1, type FindingsScore } from '../../../src/evaluation/findings/findingsF1.ts';
import { labelReport, presentIn } from '../../../src/evaluation/findings/labelReport.ts';
import { observations } from '../../../src/evaluation/findings/observations.ts';
import { splitSentences } from '../../../src/text/sentences.ts';

/** The labels of findings and impression as they were dictated, XXXX and all, as the machine had them. */
export function agreement(studies: readonly Study[]): FindingsScore {
  const labelled = studies.filter(({ chexpert }) => chexpert !== undefined);
  return findingsF1(
    labelled.map(({ chexpert }) => new Set(chexpert)),
    labelled.map(({ findings, impression }) =>
      presentIn(labelReport([...splitSentences(findings), ...splitSentences(impression)])),
    ),
  );
}

function table(score: FindingsScore): string {
  const percent = (value: number): string => (100 * value).toFixed(1).padStart(6);
  const rows = observations.map((name) => {
    const { precision, recall, f1, references, candidates } = score.labels[name];
    const counts = [references, candidates].map((count) => count.toString().padStart(7)).join('');
    return `${name.padEnd(26)}  ${percent(precision)}  ${percent(recall)}  ${percent(f1)}${counts}`;
  });
  return [
    `${''.padEnd(26)}  precis  recall      F1 machine   ours`,
    ...rows,
    `13 findings: micro-F1 ${percent(score.microF1)}, macro-F1 ${percent(score.macroF1)}`,
    `14 labels:   micro-F1 ${percent(score.microF1All)}, macro-F1 ${percent(score.macroF1All)}`,
  ].join('\n');
}

if (import.meta.main) {
  const [, , folder, split] = argv;
  if (folder === undefined || (split !== 'train' && split !== 'val' && split !== 'test')) {
    throw new Error('Give the folder of the data set, then train, val or test.');
  }
  const { splits } = await readOpenI(folder);
  console.log(table(agreement(splits[split])));
}
