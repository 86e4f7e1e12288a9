// One reading of a study by the model, laid into its report: begun where there is none, with new films, or redrafted.
import type { Reporter, StudyReading, Switches } from '../../drafting/reporter.ts';
import type { Database } from '../../library/database.ts';
import {
  beginReport,
  changeReport,
  listReports,
  openReport,
  type OpenReport,
} from '../../library/reports.ts';
import { study, type Film } from '../../library/studies.ts';
import type { FindingSwitch } from '../../report/redraft.ts';
import type { Gate, Report, StudyImage } from '../../report/report.ts';
import type { FilmStore } from './filmStore.ts';

/** What a study is read for: films that came, the gate overruled (`all`), or findings that were switched. */
export type Wish = 'films' | 'all' | readonly FindingSwitch[];

export interface Reading {
  readonly db: Database;
  readonly films: FilmStore;
  readonly clock: () => number;
}

/** The newest report of a study. */
export function reportOf(db: Database, studyId: number): OpenReport | undefined {
  const [newest] = listReports(db, studyId);
  return newest === undefined ? undefined : openReport(db, newest.id);
}

/** Films that no model has looked at: a person may write about them all the same. */
const unread: Gate = {
  kind: 'not-chest-x-ray',
  probability: 0,
  reason: 'No model has looked at this film, so nothing is drafted from it.',
  overridden: false,
};
export const isUnread = ({ gate }: StudyImage): boolean => gate.probability === 0 && !gate.overridden;

/** A report to write by hand, while there is no model. */
export async function beginUnread({ db, films, clock }: Reading, studyId: number): Promise<OpenReport> {
  const images: StudyImage[] = [];
  for (const film of study(db, studyId).films) {
    const view = (await films.headerView(film)) ?? 'unknown';
    images.push({ hash: film.hash, view, gate: unread });
  }
  return beginReport(db, studyId, images, clock());
}

/**
 * Reads a study and lays what the model says into its report. What comes too late changes nothing (`redraft.ts`).
 * @throws AppError file/missing, file/unreadable, image/..., engine/stopped
 */
export async function readStudy(
  { db, films, clock }: Reading,
  reporter: Reporter,
  studyId: number,
  wish: Wish,
): Promise<OpenReport> {
  const before = reportOf(db, studyId);
  if (before?.report.status === 'signed') return before;
  const own = filmsFor(study(db, studyId).films, before?.report, wish);
  const reading = await reporter.read(
    await Promise.all(
      own.map(async (film) => ({
        hash: film.hash,
        pixels: await films.input(film, reporter.inputSize),
        overridden: isOverridden(before?.report, film.hash),
        view: await films.headerView(film),
      })),
    ),
    switchesOf(before?.report),
  );
  const images = imagesOf(own, reading);
  return db.transaction(() => {
    const now = reportOf(db, studyId);
    if (now?.report.status === 'signed') return now;
    const filmsChanged =
      now !== undefined && (now.report.study.images.some(isUnread) || !sameFilms(now.report, images));
    let open = now ?? beginReport(db, studyId, images, clock());
    if (filmsChanged) open = changeReport(db, open.id, { kind: 'films', images }, clock());
    if (reading.draft === undefined) return open;
    const reason = now === undefined || filmsChanged || wish === 'films' ? 'all' : wish;
    const draft = { ...reading.draft, images: open.report.study.images.map(({ hash }) => hash) };
    return changeReport(db, open.id, { kind: 'redraft', draft, reason }, clock());
  });
}

/** The report's own, in its order; films that came later follow where they are wished for. */
function filmsFor(films: readonly Film[], report: Report | undefined, wish: Wish): readonly Film[] {
  if (report === undefined) return films;
  const own = report.study.images.flatMap(({ hash }) => films.filter((film) => film.hash === hash));
  return wish === 'films' ? [...own, ...films.filter((film) => !own.includes(film))] : own;
}

const isOverridden = (report: Report | undefined, hash: string): boolean =>
  report?.study.images.find((image) => image.hash === hash)?.gate.overridden ?? false;

function switchesOf(report: Report | undefined): Switches {
  const set = report?.findings.filter(({ by }) => by === 'person') ?? [];
  return Object.fromEntries(set.map(({ tag, on }) => [tag, on]));
}

const viewRank = { frontal: 0, lateral: 1, unknown: 2 } as const;

/** Frontal films stand before lateral ones. */
function imagesOf(films: readonly Film[], { gates }: StudyReading): readonly StudyImage[] {
  return films
    .map(({ hash }, i): StudyImage => {
      const gate = gates[i] ?? unread;
      const view = gate.kind === 'frontal' || gate.kind === 'lateral' ? gate.kind : 'unknown';
      return { hash, view, gate };
    })
    .sort((a, b) => viewRank[a.view] - viewRank[b.view]);
}

function sameFilms(report: Report, images: readonly StudyImage[]): boolean {
  const there = report.study.images.map(({ hash }) => hash).sort();
  return (
    there.join() ===
    images
      .map(({ hash }) => hash)
      .sort()
      .join()
  );
}
