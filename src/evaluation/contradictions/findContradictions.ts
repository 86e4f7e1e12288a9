// Where a report contradicts or repeats itself. The rules were tried on what radiologists wrote: of their reports few are
// flagged, and most of those rightly.
import type { Mention } from '../findings/mention.ts';
import type { Side } from '../findings/sides.ts';
import { deniedBy, saidTwice, sizesThatDiffer, type Reason } from './pairRules.ts';
import { kindOf, read, type Said } from './said.ts';

export interface Contradiction extends Reason {
  /** Where the two sentences stand among all (findings first, then impression); the same place twice within one. */
  readonly places: readonly [number, number];
}

/**
 * The pairs of sentences that cannot both be true, and those that say the same.
 * @param findings Sentences as printed, in order.
 * @param impression Sentences of the impression, which may repeat those of the findings.
 */
export function findContradictions(
  findings: readonly string[],
  impression: readonly string[] = [],
): Contradiction[] {
  const said = [
    ...findings.map((sentence) => read(sentence, 'findings')),
    ...impression.map((sentence) => read(sentence, 'impression')),
  ];
  const found = said.flatMap((other, second) => [
    ...said
      .slice(0, second)
      .flatMap((one, first) =>
        at(
          [first, second],
          [
            ...saidTwice(one, other),
            ...sizesThatDiffer(one, other),
            ...deniedBy(one, other),
            ...deniedBy(other, one),
          ],
        ),
      ),
    ...at([second, second], deniedBy(other, other)),
  ]);
  return [...found, ...sidesThatDiffer(said)];
}

/** Each reason once. */
function at(places: readonly [number, number], reasons: readonly Reason[]): Contradiction[] {
  const different = new Map(reasons.map((reason) => [reason.rule + reason.reason, reason]));
  return Array.from(different.values(), (reason) => ({ ...reason, places }));
}

interface Placed {
  readonly mention: Mention;
  readonly place: number;
}

/** A finding only on one side in the findings, and only on the other in the impression. */
function sidesThatDiffer(said: readonly Said[]): Contradiction[] {
  const affirmed = (part: Said['part']): Placed[] =>
    said.flatMap(({ part: its, mentions }, place) =>
      mentions
        .filter(({ assertion }) => its === part && assertion === 'positive')
        .map((mention) => ({ mention, place })),
    );
  const [inFindings, inImpression] = [affirmed('findings'), affirmed('impression')];
  return [...new Set(inFindings.map(({ mention }) => kindOf(mention)))].flatMap((kind) => {
    const [one, other] = [inFindings, inImpression].map((all) =>
      all.filter(({ mention }) => kindOf(mention) === kind),
    );
    const [side, otherSide] = [onlySide(one), onlySide(other)];
    const [first, second] = [one?.[0], other?.[0]];
    if (first === undefined || second === undefined) return [];
    const both = [side, otherSide];
    if (!both.includes('left') || !both.includes('right')) return [];
    const reason = `${first.mention.finding} is ${side ?? ''} in the findings and ${otherSide ?? ''} in the impression.`;
    return [{ rule: 'left and right', places: [first.place, second.place], reason }];
  });
}

/** The side on which all are, if it is one. */
function onlySide(placed: readonly Placed[] = []): Side | undefined {
  const side = placed[0]?.mention.side;
  return placed.every(({ mention }) => mention.side === side) ? side : undefined;
}
