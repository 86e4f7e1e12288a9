// How large a finding is said to be, and how large the lungs.
import { plain } from '../findings/clauses.ts';
import type { Mention } from '../findings/mention.ts';

export type Extent = 'small' | 'large';

const small = /\b(?:small|tiny|trace|minimal|minimally|mild|mildly|slight|slightly|subtle)\b/;
const large = /\b(?:large|severe|severely|massive|marked|markedly|extensive|huge)\b/;

/** Undefined where nothing, something between, or both is said ("small to large"). */
export function extentOf({ clause, words }: Mention): Extent | undefined {
  const before = clause.slice(0, clause.indexOf(words));
  const near = / ?(?:[^ ,]+ ){0,3}$/.exec(before)?.[0] ?? '';
  const isSmall = small.test(near);
  const isLarge = large.test(near);
  if (isSmall === isLarge) return undefined;
  return isSmall ? 'small' : 'large';
}

/** Whether both are known and differ. */
export const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

const lowVolumes =
  /\b(?:low|diminished|decreased|reduced|shallow)(?: \w+)? volumes?\b|\bvolumes (?:\w+ ){0,3}?(?:low|diminished|decreased|reduced)\b|\b(?:hypo|under)-?(?:inflat|expan|aerat)\w+/;
const highVolumes = /\bhyper-?(?:inflat|expan|aerat)\w+|\b(?:large|increased) lung volumes\b/;
const goodVolumes = /\b(?:well|normally)[ -](?:expanded|inflated|aerated)\b|\bnormal(?: \w+)? volumes?\b/;

/** What a sentence says of the size of the lungs. */
export function lungVolumesIn(sentence: string): 'low' | 'high' | 'normal' | undefined {
  const text = plain(sentence);
  if (/\b(?:no|not|without)\b/.test(text)) return undefined;
  if (lowVolumes.test(text)) return 'low';
  if (highVolumes.test(text)) return 'high';
  return goodVolumes.test(text) ? 'normal' : undefined;
}
