// The model's own wordings of a sentence: the one it wrote and its alternatives. A text that is none of them was
// edited by a person.
import { AppError } from '../errors.ts';
import { openSentence, withSentence } from './openReport.ts';
import type { Alternative, Provenance, Report, Sentence } from './report.ts';

/** What the model offered in this place, its first choice first; empty where no model had part in the sentence. */
export function wordings({ draft }: Pick<Sentence, 'draft'>): readonly Alternative[] {
  return draft === undefined
    ? []
    : [{ text: draft.text, probability: draft.probability }, ...draft.alternatives];
}

/** Who wrote `text`, standing in the place of this sentence. */
export function provenanceOf(sentence: Pick<Sentence, 'draft'>, text: string): Provenance {
  if (sentence.draft === undefined) return 'written';
  return wordings(sentence).some((wording) => wording.text === text) ? 'drafted' : 'edited';
}

/** The model's probability of the text as it stands, 0..1; undefined where a person wrote or edited it. */
export const probabilityOf = (sentence: Sentence): number | undefined =>
  wordings(sentence).find(({ text }) => text === sentence.text)?.probability;

/**
 * Puts another of the model's wordings in the place of the text; the first one leads back. It must be accepted anew.
 * @throws AppError report/signed, usage: no such sentence, no such wording
 */
export function chooseWording(report: Report, id: string, text: string): Report {
  const sentence = openSentence(report, id);
  if (sentence.text === text) return report;
  if (provenanceOf(sentence, text) !== 'drafted') {
    throw new AppError(
      'usage',
      `The model did not offer "${text}" for this sentence: choose one that it did.`,
    );
  }
  return withSentence(report, { ...sentence, text, provenance: 'drafted', accepted: false, touched: true });
}
