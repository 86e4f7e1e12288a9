// A new draft of the model's laid over a report: it replaces only sentences that nobody touched and that depend on what
// was changed. What a person wrote, edited, chose, moved or accepted stays as it is, where it is.
import type { FindingSwitch, RedraftReason } from './changeKinds.ts';
import { requireOpen } from './openReport.ts';
import type { Draft, DraftSentence, PanelFinding, Report, Section, Sentence } from './report.ts';
import { sections } from './report.ts';

export type { FindingSwitch, RedraftReason } from './changeKinds.ts';

/**
 * Lays a draft over the report. One that comes too late, for films or findings that are set otherwise by now, changes
 * nothing.
 * @throws AppError report/signed
 */
export function redraft(report: Report, draft: Draft, reason: RedraftReason): Report {
  requireOpen(report);
  if (!isWanted(report, draft, reason)) return report;
  const tags = reason === 'all' ? undefined : new Set(reason.map(({ tag }) => tag));
  const depends = (dependsOn: readonly string[]): boolean =>
    tags === undefined || dependsOn.some((tag) => tags.has(tag));
  const isStale = ({ touched, draft: own }: Sentence): boolean =>
    !touched && own !== undefined && depends(own.dependsOn);
  const kept = report.sentences.filter((sentence) => !isStale(sentence));
  const askedFor = reason !== 'all' && reason.some(({ on }) => on);
  const fresh = draft.sentences.filter(
    (sentence) =>
      depends(sentence.draft.dependsOn) &&
      !kept.some((other) => isSaid(other, sentence)) &&
      (askedFor || !report.dismissed.includes(sentence.draft.text)),
  );
  const { sentences, nextId } = fill(report, isStale, fresh);
  const findings = reason === 'all' ? mergeFindings(report.findings, draft) : report.findings;
  return { ...report, sentences, nextId, findings, model: draft.model };
}

/** The report has these words already, or a person made others of them. */
const isSaid = (kept: Sentence, { section, draft }: DraftSentence): boolean =>
  (kept.touched || kept.section === section) && (kept.text === draft.text || kept.draft?.text === draft.text);

function isWanted(report: Report, draft: Draft, reason: RedraftReason): boolean {
  const { images } = report.study;
  if (draft.images.length !== images.length) return false;
  if (images.some(({ hash }, i) => hash !== draft.images[i])) return false;
  const asIs = ({ tag, on }: FindingSwitch): boolean =>
    (report.findings.find((other) => other.tag === tag)?.on ?? false) === on;
  if (reason !== 'all') return reason.every(asIs);
  const switched = report.findings.filter(({ by }) => by === 'person').map(({ tag }) => tag);
  return draft.findings.filter(({ tag }) => switched.includes(tag)).every(asIs);
}

/** Fresh sentences take the places of stale ones, in order; those left over follow the last of them. */
function fill(
  report: Report,
  isStale: (sentence: Sentence) => boolean,
  fresh: readonly DraftSentence[],
): { readonly sentences: readonly Sentence[]; readonly nextId: number } {
  const stale = report.sentences.filter(isStale);
  let { nextId } = report;
  const sentenceOf = ({ section, draft }: DraftSentence): Sentence => {
    // The same words in the same section are the same block: it keeps its id, so that no cursor is lost.
    const same = stale.find((other) => other.section === section && other.text === draft.text);
    const id = same?.id ?? `s${nextId++}`;
    return { id, section, text: draft.text, provenance: 'drafted', accepted: false, touched: false, draft };
  };
  const waiting = Object.fromEntries(
    sections.map((section) => [section, distinct(fresh, section).map(sentenceOf)]),
  ) as Record<Section, Sentence[]>;
  const lastStale = Object.fromEntries(
    sections.map((section) => [section, stale.findLast((other) => other.section === section)?.id]),
  ) as Record<Section, string | undefined>;
  const sentences: Sentence[] = [];
  for (const sentence of report.sentences) {
    if (!isStale(sentence)) {
      sentences.push(sentence);
      continue;
    }
    const queue = waiting[sentence.section];
    const isLast = lastStale[sentence.section] === sentence.id;
    sentences.push(...queue.splice(0, isLast ? queue.length : 1));
  }
  return { sentences: [...sentences, ...sections.flatMap((section) => waiting[section])], nextId };
}

/** A section's sentences, none twice. */
function distinct(fresh: readonly DraftSentence[], section: Section): readonly DraftSentence[] {
  const own = fresh.filter((sentence) => sentence.section === section);
  return own.filter(
    (sentence, i) => own.findIndex((other) => other.draft.text === sentence.draft.text) === i,
  );
}

/** New probabilities for all; what a person switched or added stays as the person set it. */
function mergeFindings(before: readonly PanelFinding[], draft: Draft): readonly PanelFinding[] {
  const scored = draft.findings.map(({ tag, probability, on }): PanelFinding => {
    const own = before.find((other) => other.tag === tag && other.by === 'person');
    return own === undefined ? { tag, probability, on, by: 'model', added: false } : { ...own, probability };
  });
  const others = before.filter(
    ({ tag, by }) => by === 'person' && !draft.findings.some((other) => other.tag === tag),
  );
  return [...scored, ...others];
}
