// What the findings of a chest X-ray report go through, whatever was found. Normal reports speak of nearly all of it by
// themselves; once findings are to be said, the decoder tends to forget the rest.
import { statedIn } from './saying.ts';

/** The words by which a sentence speaks of an area. */
export type Area = RegExp;

/** Heart, pleural effusion, pneumothorax, bones. */
export const areas: readonly Area[] = [
  /\b(?:heart|cardiac|cardio\w*)\b/i,
  /\beffusions?\b|\bpleural fluid\b/i,
  /\bpneumothora/i,
  /\b(?:bon(?:e|es|y)|osseous|skeletal|spine|ribs?|fractures?)\b/i,
];

export const speaksOf = (area: Area, sentences: readonly string[]): boolean =>
  sentences.some((sentence) => area.test(sentence));

/** True when the sentence speaks of the area and states no finding. */
export const leavesUnremarkable = (area: Area, sentence: string): boolean =>
  area.test(sentence) && statedIn(sentence).size === 0;
