// Sentences in another order, or in the other section.
import { AppError } from '../errors.ts';
import { openSentence } from './openReport.ts';
import type { Report, Section, Sentence } from './report.ts';

/**
 * Puts a sentence before another of its section, or last of all.
 * @throws AppError usage: no such sentence in the section
 */
export function place(
  sentences: readonly Sentence[],
  sentence: Sentence,
  before: string | undefined,
): readonly Sentence[] {
  if (before === undefined) return [...sentences, sentence];
  const index = sentences.findIndex(({ id, section }) => id === before && section === sentence.section);
  if (index < 0) {
    throw new AppError(
      'usage',
      `There is no sentence ${before} in ${sentence.section}: choose another place.`,
    );
  }
  return sentences.toSpliced(index, 0, sentence);
}

/**
 * Moves a sentence before another of a section, or to the section's end. What stands where a person put it is not
 * moved by a later draft.
 * @throws AppError report/signed, usage: no such sentence
 */
export function moveSentence(report: Report, id: string, section: Section, before?: string): Report {
  const sentence = openSentence(report, id);
  if (before === id) return report;
  const rest = report.sentences.filter((other) => other.id !== id);
  const sentences = place(rest, { ...sentence, section, touched: true }, before);
  const order = (all: readonly Sentence[]): string =>
    all
      .filter((other) => other.section === section)
      .map((other) => other.id)
      .join(' ');
  return section === sentence.section && order(sentences) === order(report.sentences)
    ? report
    : { ...report, sentences };
}
