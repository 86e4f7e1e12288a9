// A person says of sentences that they stand, or takes it back.
import { AppError } from '../errors.ts';
import { openSentence } from './openReport.ts';
import type { Report } from './report.ts';

/**
 * Only accepted sentences become part of the signed report.
 * @throws AppError report/signed, usage: no such sentence, or one without words
 */
export function acceptSentences(report: Report, ids: readonly string[], accepted: boolean): Report {
  const changed = new Set<string>();
  for (const id of ids) {
    const sentence = openSentence(report, id);
    if (accepted && sentence.text.trim() === '') {
      throw new AppError('usage', 'A sentence without words cannot be accepted: write it, or delete it.');
    }
    if (sentence.accepted !== accepted) changed.add(id);
  }
  if (changed.size === 0) return report;
  return {
    ...report,
    sentences: report.sentences.map((sentence) =>
      changed.has(sentence.id) ? { ...sentence, accepted, touched: true } : sentence,
    ),
  };
}
