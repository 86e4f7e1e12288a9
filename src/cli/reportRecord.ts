// A drafted study as programs read it, and as a report that can be exported.
import { createReport } from '../report/createReport.ts';
import { redraft } from '../report/redraft.ts';
import type { Report } from '../report/report.ts';
import type { DraftedStudy } from './reportFiles.ts';

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** The draft as a report that nobody has touched. */
export function reportOf({ uid, films, gates, draft }: DraftedStudy): Report {
  const images = films.map(({ hash }, i) => {
    const gate = gates[i];
    const view = gate?.kind === 'frontal' || gate?.kind === 'lateral' ? gate.kind : ('unknown' as const);
    return {
      hash,
      view,
      gate: gate ?? { kind: 'frontal' as const, probability: 0, reason: '', overridden: false },
    };
  });
  const empty = createReport({ uid, images });
  return draft ? redraft(empty, draft, 'all') : empty;
}

/** One study as JSON. `withMaps` adds where the model looked, for each sentence and film. */
export function reportRecord(study: DraftedStudy, withMaps = false): Record<string, unknown> {
  const { uid, model, films, gates, draft, ms } = study;
  const gate = gates.map(({ kind, probability, reason, overridden }, i) => ({
    file: films[i]?.path,
    kind,
    probability: rounded(probability),
    ...(reason !== '' && { reason }),
    ...(overridden && { overridden }),
  }));
  if (!draft) {
    const reason = gates.find((one) => one.reason !== '')?.reason ?? 'There is nothing to draft from.';
    return { uid, error: reason, gate, model, ms: Math.round(ms) };
  }
  const sentences = draft.sentences.map(({ section, draft: said }) => ({
    text: said.text,
    section,
    probability: rounded(said.probability),
    stop: rounded(said.stop),
    tags: said.tags.map(({ tag, weight }) => ({ tag, weight: rounded(weight) })),
    ...(withMaps && {
      attention: said.attention.map(({ image, grid }) => ({ image, grid: grid.map(rounded) })),
      alternatives: said.alternatives,
    }),
  }));
  return {
    uid,
    text: sentences.map(({ text }) => text).join(' '),
    findings: draft.findings.map(({ tag, probability, on }) => ({
      finding: tag,
      probability: rounded(probability),
      stated: on,
    })),
    sentences,
    gate,
    model,
    ms: Math.round(ms),
  };
}
