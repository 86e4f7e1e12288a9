// Answers the contract's requests on studies and reports, with the library, the films' cache and the model behind them.
import type { Reporter } from '../../drafting/reporter.ts';
import { AppError } from '../../errors.ts';
import { writeWhole } from '../../files/writeWhole.ts';
import type {
  EarlierReport,
  Handlers,
  PersonChange,
  ReportRequests,
  ReportView,
  StudySummary,
} from '../../ipc.ts';
import type { Database } from '../../library/database.ts';
import { forgetPhrase, keepPhrase, listPhrases, usePhrase } from '../../library/phrases.ts';
import * as reports from '../../library/reports.ts';
import * as studies from '../../library/studies.ts';
import { isIntact } from '../../report/addendum.ts';
import { compareReports } from '../../report/compareReports.ts';
import type { Emit } from '../changeFeed.ts';
import { exportReport } from '../exportReport.ts';
import { localTime } from '../localTime.ts';
import type { Media } from '../media.ts';
import { addGroups, findFilms } from './addStudies.ts';
import { createDraftQueue } from './draftQueue.ts';
import { openFilmStore } from './filmStore.ts';
import { owedTo } from './owedDraft.ts';
import { reportOf, type Wish } from './readStudy.ts';
import { createReporterLife } from './reporterState.ts';
import { summariesOf, summaryOf } from './studySummaries.ts';
import { withoutData } from './withoutData.ts';

export interface ReportDesk {
  readonly handlers: Handlers<ReportRequests>;
  close(): Promise<void>;
}

export interface ReportDeskOptions {
  readonly db: Database;
  readonly dataFolder: string;
  readonly media: Media;
  /** Opens the model that drafts; called when it is first needed. */
  readonly openReporter: () => Promise<Reporter>;
  readonly clock: () => number;
  readonly emit: Emit;
  readonly log: (error: unknown) => void;
}

/** Opens the films' cache. Nothing is read before the window asks for studies. */
export async function openReportDesk(options: ReportDeskOptions): Promise<ReportDesk> {
  const { db, media, clock, emit } = options;
  const films = await openFilmStore(options.dataFolder, clock);
  const reporter = createReporterLife(options.openReporter, (state) => emit('reports:reporter', state));
  const queue = createDraftQueue({
    db,
    films,
    clock,
    reporter,
    onWork: (studyId) => emit('studies:changed', [summary(studyId)]),
    onReport: (report) => emit('reports:changed', view(report)),
    onBug: (error) => options.log(withoutData(error)),
  });
  let takenUp = false;

  const summary = (studyId: number): StudySummary => summaryOf(db, studyId, media.hasThumb, queue.work);

  /** Studies that nobody has read, and drafts that an engine died over. */
  function takeUp(): void {
    if (takenUp) return;
    takenUp = true;
    for (const { id } of studies.listStudies(db).toReversed()) {
      const wish = queue.work(id).kind === 'idle' ? owedTo(db, id) : undefined;
      if (wish !== undefined) queue.ask(id, wish, 'soon');
    }
  }

  function changed(report: reports.OpenReport): ReportView {
    emit('studies:changed', [summary(report.studyId)]);
    return view(report);
  }

  function change(id: number, asked: PersonChange, goesOn = false): ReportView {
    const after = reports.changeReport(db, id, asked, clock(), goesOn);
    const wish = wishOf(asked);
    if (wish !== undefined) queue.ask(after.studyId, wish, 'first');
    return changed(after);
  }

  const sign = (id: number, kind: { kind: 'sign' } | { kind: 'addendum'; text: string }, author: string) =>
    changed(reports.changeReport(db, id, { ...kind, author, at: localTime(new Date(clock())) }, clock()));

  const handlers: Handlers<ReportRequests> = {
    'studies:list': () => {
      takeUp();
      return summariesOf(db, media.hasThumb, queue.work);
    },
    'studies:add': async (paths) => {
      const { films: found, failures } = await findFilms(db, media, paths);
      const added = addGroups(db, found, clock());
      for (const { id } of added) {
        const wish = owedTo(db, id);
        if (wish !== undefined) queue.ask(id, wish, 'soon');
      }
      const all = added.map(({ id }) => summary(id));
      if (all.length > 0) emit('studies:changed', all);
      return { studies: all, failures };
    },
    'studies:addFilms': async (studyId, paths) => {
      if (reportOf(db, studyId)?.report.status === 'signed') {
        throw new AppError(
          'report/signed',
          'The report is signed, so no film can join it: add the film as a study of its own.',
        );
      }
      const { films: found, failures } = await findFilms(db, media, paths);
      const [failure] = failures;
      if (found.length === 0 && failure !== undefined) throw new AppError(failure.code, failure.message);
      studies.addFilms(db, studyId, found);
      const known = new Set(reportOf(db, studyId)?.report.study.images.map(({ hash }) => hash));
      if (found.some(({ hash }) => !known.has(hash))) queue.ask(studyId, 'films', 'first');
      return summary(studyId);
    },
    'studies:remove': (ids, removed) => {
      studies.removeStudies(db, ids, removed ? clock() : undefined);
      if (removed) queue.forget(ids);
      return summariesOf(db, media.hasThumb, queue.work);
    },
    'studies:retry': (studyId) => {
      queue.ask(studyId, owedTo(db, studyId) ?? 'all', 'first');
      return summary(studyId);
    },
    'reports:reporter': () => reporter.state,
    'reports:open': (id) => {
      const report = reports.openReport(db, id);
      queue.prefer(report.studyId);
      return view(report);
    },
    'reports:change': change,
    'reports:undo': (id) => changed(reports.undoReport(db, id, clock())),
    'reports:redo': (id) => changed(reports.redoReport(db, id, clock())),
    'reports:sign': (id, author) => sign(id, { kind: 'sign' }, author),
    'reports:addendum': (id, text, author) => sign(id, { kind: 'addendum', text }, author),
    'reports:earlier': (id) => reports.reportsOfSamePatient(db, id).map(earlier),
    'reports:compare': (id, earlierId) => {
      const other = reports.reportsOfSamePatient(db, id).find((one) => one.id === earlierId);
      if (other === undefined) {
        throw new AppError('usage', 'That report is not of the same patient: choose one from the list.');
      }
      return {
        earlier: earlier(other),
        differences: compareReports(
          reports.openReport(db, id).report,
          reports.openReport(db, earlierId).report,
        ),
      };
    },
    'reports:export': async (id, format, destination, includePatient) => {
      const { report } = reports.openReport(db, id);
      const at = localTime(new Date(clock()));
      await writeWhole(destination, await exportReport(report, { format, includePatient, at }), {
        // The system's save dialog has asked already whether to replace the file.
        overwrite: true,
      });
      return destination;
    },
    'films:open': (studyId, hash) => {
      const film = studies.study(db, studyId).films.find((one) => one.hash === hash);
      if (film === undefined)
        throw new AppError('usage', 'The study has no such film: choose one that it has.');
      return films.show(film);
    },
    'phrases:list': () => listPhrases(db),
    'phrases:keep': (text) => {
      keepPhrase(db, text, clock());
      return listPhrases(db);
    },
    'phrases:use': (id) => {
      usePhrase(db, id, clock());
      return listPhrases(db);
    },
    'phrases:forget': (id) => {
      forgetPhrase(db, id);
      return listPhrases(db);
    },
  };

  return {
    handlers,
    async close() {
      reporter.close();
      await queue.close();
    },
  };
}

/** What the model is asked for after a change of a person's. */
function wishOf(change: PersonChange): Wish | undefined {
  if (change.kind === 'switch') return [{ tag: change.tag, on: change.on }];
  if (change.kind === 'add') return [{ tag: change.tag, on: true }];
  return change.kind === 'override' ? 'all' : undefined;
}

const view = ({ id, studyId, report, canUndo, canRedo, changedMs }: reports.OpenReport): ReportView => ({
  id,
  studyId,
  report,
  canUndo,
  canRedo,
  changedAtMs: changedMs,
  intact: report.status === 'signed' ? isIntact(report, reports.sha256) : undefined,
});

const earlier = ({ id, name, status, createdMs }: reports.ReportSummary): EarlierReport => ({
  id,
  name,
  status,
  createdAtMs: createdMs,
});
