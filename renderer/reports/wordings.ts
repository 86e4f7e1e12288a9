// What the model offered for a sentence, its first choice first.
import type { Alternative, Sentence } from '../../src/report/report.ts';

export const wordingsOf = ({ draft }: Sentence): readonly Alternative[] =>
  draft === undefined ? [] : [{ text: draft.text, probability: draft.probability }, ...draft.alternatives];
