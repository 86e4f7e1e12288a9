// The films of a study: another view that came later, and a person's word against the gate.
import { AppError } from '../errors.ts';
import { requireOpen } from './openReport.ts';
import type { Gate, Report, StudyImage } from './report.ts';

/** Nothing is drafted from a film that was not let through. */
export const isLetThrough = ({ kind, overridden }: Gate): boolean =>
  overridden || kind === 'frontal' || kind === 'lateral';

/**
 * The films from now on, in the order in which they are shown.
 * @throws AppError report/signed
 */
export function setFilms(report: Report, images: readonly StudyImage[]): Report {
  requireOpen(report);
  return { ...report, study: { ...report.study, images } };
}

/**
 * Has a film drafted that the gate refused, for reasons of the person's own. The report says so from then on.
 * @throws AppError report/signed, usage: no such film
 */
export function overrideGate(report: Report, hash: string): Report {
  requireOpen(report);
  const film = report.study.images.find((image) => image.hash === hash);
  if (film === undefined) throw new AppError('usage', 'The study has no such film: choose one that it has.');
  if (isLetThrough(film.gate)) return report;
  return setFilms(
    report,
    report.study.images.map((image) =>
      image.hash === hash ? { ...image, gate: { ...image.gate, overridden: true } } : image,
    ),
  );
}
