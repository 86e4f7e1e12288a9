// A sentence taken out of the report.
import { openSentence } from './openReport.ts';
import type { Report } from './report.ts';
import { wordings } from './wordings.ts';

/**
 * Deletes a sentence. The wording that the model gave it is not drafted again, unless a person asks for its finding.
 * @throws AppError report/signed, usage: no such sentence
 */
export function deleteSentence(report: Report, id: string): Report {
  const sentence = openSentence(report, id);
  const refused = wordings(sentence)
    .map(({ text }) => text)
    .filter((text, i) => i === 0 || text === sentence.text);
  return {
    ...report,
    sentences: report.sentences.filter((other) => other.id !== id),
    dismissed: [...new Set([...report.dismissed, ...refused])],
  };
}
