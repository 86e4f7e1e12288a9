// What two sentences of a report say against each other.
import type { Mention } from '../findings/mention.ts';
import type { BlanketRule } from './blanketStatements.ts';
import { differ, extentOf, lungVolumesIn } from './extents.ts';
import { kindOf, type Said } from './said.ts';

export interface Reason {
  readonly rule:
    | 'affirmed and denied'
    | BlanketRule
    | 'left and right'
    | 'small and large'
    | 'lung volumes'
    | 'said twice';
  /** In words, for a person. */
  readonly reason: string;
}

/** What is denied only in part: "no large effusion" leaves room for a small one. */
const partly = new RegExp(
  `\\b(?:${[
    'large|significant|appreciable|measurable|sizable|gross|obvious|definite|overt|frank|visible|discrete|convincing',
    'focal|confluent|lobar|dense|alveolar|consolidating|well-defined|loculated|dependent|retrocardiac',
    'acute|active|new|developing|recurrent|residual|other|additional|further|superimposed',
    'displaced|suspicious|noncalcified|typical|borderline|top|upper limits?',
  ].join('|')})\\b`,
  'g',
);

/** A denial on one side leaves room on the other. */
function isDeniedSide(affirmed: Mention, denied: Mention): boolean {
  if (denied.side === undefined || denied.side === 'both') return true;
  return affirmed.side === 'both' || affirmed.side === denied.side;
}

function isDenied(affirmed: Mention, denied: Mention): boolean {
  if (denied.assertion !== 'negative' || affirmed.assertion === 'negative') return false;
  if (kindOf(denied) !== kindOf(affirmed) || !isDeniedSide(affirmed, denied)) return false;
  // What is consolidated, or airspace disease with a side, is focal.
  const isFocal =
    affirmed.finding === 'Consolidation' ||
    (affirmed.side !== undefined && kindOf(affirmed).endsWith('airspace'));
  const limits = (denied.clause.match(partly) ?? []).filter((limit) => !(isFocal && limit === 'focal'));
  return limits.length === 0 || limits.some((limit) => affirmed.clause.includes(limit));
}

/** What one sentence affirms, or thinks possible, and the other denies, by name or with all others. */
export function deniedBy(one: Said, other: Said): Reason[] {
  const byName = one.mentions
    .filter((affirmed) => other.mentions.some((denied) => isDenied(affirmed, denied)))
    .map(({ finding }): Reason => ({
      rule: 'affirmed and denied',
      reason: `${finding} is affirmed in one place and denied in the other.`,
    }));
  const affirmed = one.mentions.filter(({ assertion }) => assertion === 'positive');
  const withAllOthers = other.blankets.flatMap(({ rule, side, denies }) =>
    affirmed
      .filter((mention) => denies(mention.finding, one.sentence))
      .filter((mention) => side === undefined || mention.side === 'both' || mention.side === side)
      .map(({ finding }): Reason => ({
        rule,
        reason: `${finding} is affirmed beside a sentence that says "${rule}".`,
      })),
  );
  return [...byName, ...withAllOthers];
}

/** Low, high and normal lung volumes; the same finding small and large. */
export function sizesThatDiffer(one: Said, other: Said): Reason[] {
  const reasons: Reason[] = [];
  const [volumes, otherVolumes] = [lungVolumesIn(one.sentence), lungVolumesIn(other.sentence)];
  if (differ(volumes, otherVolumes)) {
    reasons.push({
      rule: 'lung volumes',
      reason: `Lung volumes are ${volumes ?? ''} in one place and ${otherVolumes ?? ''} in the other.`,
    });
  }
  const isTwin = (mention: Mention, twin: Mention): boolean =>
    twin.assertion === 'positive' && kindOf(mention) === kindOf(twin) && mention.side === twin.side;
  for (const mention of one.mentions.filter(({ assertion }) => assertion === 'positive')) {
    const twins = other.mentions.filter((twin) => isTwin(mention, twin));
    if (twins.some((twin) => differ(extentOf(mention), extentOf(twin)))) {
      reasons.push({
        rule: 'small and large',
        reason: `${mention.finding} is small in one place and large in the other.`,
      });
    }
  }
  return reasons;
}

const wordsOf = (sentence: string): string =>
  sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** An impression may repeat the findings; neither may repeat itself. */
export function saidTwice(one: Said, other: Said): Reason[] {
  if (one.part !== other.part || wordsOf(one.sentence) !== wordsOf(other.sentence)) return [];
  return [{ rule: 'said twice', reason: 'The same sentence stands twice.' }];
}
