// Studies as the list in the window shows them.
import { basename } from 'node:path';
import type { StudySummary, StudyWork } from '../../ipc.ts';
import type { Database } from '../../library/database.ts';
import { listReports, type ReportSummary } from '../../library/reports.ts';
import { listStudies, study, type StudyEntry } from '../../library/studies.ts';

type HasThumb = (hash: string) => boolean;
type WorkOf = (studyId: number) => StudyWork;

/** All in the window, newest first. */
export function summariesOf(db: Database, hasThumb: HasThumb, work: WorkOf): readonly StudySummary[] {
  const newest = new Map(
    listReports(db)
      .toReversed()
      .map((report) => [report.studyId, report]),
  );
  return listStudies(db).map((entry) => toSummary(entry, newest.get(entry.id), hasThumb, work));
}

/** @throws AppError usage: no such study */
export function summaryOf(db: Database, id: number, hasThumb: HasThumb, work: WorkOf): StudySummary {
  const [newest] = listReports(db, id);
  return toSummary(study(db, id), newest, hasThumb, work);
}

const toSummary = (
  { id, name, addedMs, films }: StudyEntry,
  report: ReportSummary | undefined,
  hasThumb: HasThumb,
  work: WorkOf,
): StudySummary => ({
  id,
  name,
  addedAtMs: addedMs,
  films: films.map(({ hash, path }) => ({ hash, path, name: basename(path), hasThumb: hasThumb(hash) })),
  report:
    report === undefined
      ? undefined
      : { id: report.id, status: report.status, changedAtMs: report.changedMs },
  work: work(id),
});
