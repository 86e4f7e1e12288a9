// Heart and mediastinum: their size is a finding only by the judgement that goes with it.
import type { Assertion } from './assertion.ts';
import type { Mention } from './mention.ts';
import { judgedParts } from './phrases.ts';

const enlarged =
  /\b(?:enlarge[dm]\w*|large|prominen\w+|widen\w*|increased?(?! (?:\w+ )?(?:densit|opaci|lucen))|big|generous)\b/;
/** The upper end of what is normal is normal; the machine labels of OpenI count it so, too. */
const normal =
  /\b(?:normal\w*|unremarkable|within (?:\w+ )?limits|borderline|upper limits?|not (?:\w+ )?(?:enlarged|widened))\b/;
const denied = /\b(?:no|not|without|negative for)\b/;

function judge(near: string): Assertion | undefined {
  if (normal.test(near)) return 'negative';
  if (!enlarged.test(near)) return undefined;
  return denied.test(near) ? 'negative' : 'positive';
}

/** Mentions of the parts in a clause that says of what size they are. */
export function judgeParts(clause: string): Mention[] {
  return judgedParts.flatMap(({ finding, part }) =>
    Array.from(clause.matchAll(part), ({ 0: words, index }) => {
      const after = clause.slice(index + words.length);
      const before = /(?:[^ ,]+ ){0,5}$/.exec(clause.slice(0, index))?.[0] ?? '';
      // An enlargement stands beside its part; "normal" may follow a list of parts.
      const assertion =
        judge(/^[^,]*/.exec(after)?.[0] ?? '') ??
        judge(before) ??
        (normal.test(after) ? 'negative' : undefined);
      return assertion && { finding, assertion, words, clause, side: undefined };
    }).filter((mention) => mention !== undefined),
  );
}
