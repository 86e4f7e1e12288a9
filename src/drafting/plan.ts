// What a draft is to say: the tags that are asserted, and the findings among them.
import { findings, type Finding } from '../evaluation/findings/observations.ts';

/** Tags that say that there is nothing to say; they follow from the others. */
export const normalTags: ReadonlySet<string> = new Set(['No Finding', 'normal']);
export const isFinding = (tag: string): tag is Finding => (findings as readonly string[]).includes(tag);

export interface Plan {
  /** Asserted tags by index, the most probable first. */
  readonly tags: readonly number[];
  /** The findings among them: what the draft states, and all that it states. */
  readonly findings: ReadonlySet<Finding>;
  /** Terms that a person asked for, which the draft names, and that a person refused, which it does not; by index. */
  readonly named: readonly number[];
  readonly unnamed: readonly number[];
}

/** A plan that asserts these tags; what is normal is asserted when no finding is, supporting devices excepted. */
export function planOf(names: readonly string[], asserted: readonly number[]): Plan {
  const stated = new Set(asserted.map((tag) => names[tag] ?? '').filter(isFinding));
  const isNormal = [...stated].every((finding) => finding === 'Support Devices');
  const kept = asserted.filter((tag) => isNormal || !normalTags.has(names[tag] ?? ''));
  const first = names.indexOf('No Finding');
  const tags = isNormal && first >= 0 && !kept.includes(first) ? [first, ...kept] : kept;
  return { tags, findings: stated, named: [], unnamed: [] };
}

/**
 * What the tag classifier asserts: the tags whose probability reaches their threshold.
 * @param probabilities calibrated, one for each tag
 */
export function planFrom(
  names: readonly string[],
  probabilities: Float32Array,
  thresholds: readonly number[],
): Plan {
  const asserted = names
    .map((_, tag) => tag)
    .filter((tag) => (probabilities[tag] ?? 0) >= (thresholds[tag] ?? Infinity))
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return planOf(names, asserted);
}
