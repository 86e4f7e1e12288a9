// A sentence of a report, read for what can be contradicted.
import { mentionsIn } from '../findings/labelSentence.ts';
import type { Mention } from '../findings/mention.ts';
import type { Finding } from '../findings/observations.ts';
import { blanketStatementsIn, type BlanketStatement } from './blanketStatements.ts';

export interface Said {
  readonly sentence: string;
  readonly part: 'findings' | 'impression';
  readonly mentions: readonly Mention[];
  readonly blankets: readonly BlanketStatement[];
}

export function read(sentence: string, part: Said['part']): Said {
  return { sentence, part, mentions: mentionsIn(sentence), blankets: blanketStatementsIn(sentence) };
}

/** Findings of which each kind is one of its own: a nodule where masses are denied is no contradiction. */
const manyKinds: ReadonlySet<Finding> = new Set([
  'Lung Opacity',
  'Lung Lesion',
  'Edema',
  'Pleural Other',
  'Fracture',
  'Support Devices',
]);

/** Two mentions of one kind speak of the same thing. */
export function kindOf({ finding, words, clause }: Mention): string {
  if (!manyKinds.has(finding)) return finding;
  const isAirspace = words.startsWith('airspace') || clause.includes(`airspace ${words}`);
  return `${finding}: ${isAirspace ? 'airspace' : words.slice(0, 4)}`;
}
