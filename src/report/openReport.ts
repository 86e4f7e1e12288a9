// What every change begins with: the report may still be changed, and the sentence is there.
import { AppError } from '../errors.ts';
import type { Report, Sentence } from './report.ts';

/** @throws AppError report/signed */
export function requireOpen(report: Report): void {
  if (report.status === 'signed') {
    throw new AppError('report/signed', 'The report is signed and cannot be changed: add an addendum.');
  }
}

/** @throws AppError report/signed, usage: no such sentence */
export function openSentence(report: Report, id: string): Sentence {
  requireOpen(report);
  const sentence = report.sentences.find((other) => other.id === id);
  if (sentence === undefined) {
    throw new AppError(
      'usage',
      `The report has no sentence ${id}: it was deleted or redrafted; choose another.`,
    );
  }
  return sentence;
}

/** The report with one sentence in the place of that with the same id. */
export const withSentence = (report: Report, sentence: Sentence): Report => ({
  ...report,
  sentences: report.sentences.map((other) => (other.id === sentence.id ? sentence : other)),
});
