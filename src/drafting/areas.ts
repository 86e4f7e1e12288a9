// What the findings of a chest X-ray report go through, whatever was found. Normal reports speak of nearly all of it by
// themselves; once findings are to be said, the decoder tends to forget the rest.
import { statedIn } from './saying.ts';

export interface Area {
  readonly name: string;
  readonly words: RegExp;
}

export const areas: readonly Area[] = [
  { name: 'heart', words: /\b(?:heart|cardiac|cardio\w*)\b/i },
  { name: 'pleural effusion', words: /\beffusions?\b|\bpleural fluid\b/i },
  { name: 'pneumothorax', words: /\bpneumothora/i },
  { name: 'bones', words: /\b(?:bon(?:e|es|y)|osseous|skeletal|spine|ribs?|fractures?)\b/i },
];

export const speaksOf = ({ words }: Area, sentences: readonly string[]): boolean =>
  sentences.some((sentence) => words.test(sentence));

/** True when the sentence speaks of the area and states no finding. */
export const leavesUnremarkable = (area: Area, sentence: string): boolean =>
  area.words.test(sentence) && statedIn(sentence).size === 0;
