// The reports' journal. Each change is one transaction: what was answered survives a kill and a power cut. How a report
// stood after each change is kept whole, so undo and redo, also after a restart, lead to just what stood there.
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { applyChange, goesOnFrom, type Change } from '../report/change.ts';
import { createReport } from '../report/createReport.ts';
import type { Report, StudyImage } from '../report/report.ts';
import type { Sha256 } from '../report/sign.ts';
import type { Database, Row } from './database.ts';
import { packChange, packReport, unpackChange, unpackReport, type KeptChange } from './reportRows.ts';
import { study } from './studies.ts';

/** A report as it stands. */
export interface OpenReport {
  readonly id: number;
  readonly studyId: number;
  readonly report: Report;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly createdMs: number;
  readonly changedMs: number;
}

export interface ReportSummary {
  readonly id: number;
  readonly studyId: number;
  /** The study's. */
  readonly name: string;
  readonly status: Report['status'];
  readonly createdMs: number;
  readonly changedMs: number;
}

/** An entry of a report's history. */
export interface ReportEvent {
  readonly id: number;
  readonly kind: KeptChange['kind'];
  readonly state: 'done' | 'undone' | 'dropped';
  readonly atMs: number;
}

/** What stood for so long was finished: what is typed then is another step. */
const longestPauseMs = 60_000;

export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex');

/**
 * Begins a report on a study: films, and nothing said yet. The model's first draft comes as a change.
 * @throws AppError usage: no such study
 */
export function beginReport(
  db: Database,
  studyId: number,
  images: readonly StudyImage[],
  atMs: number,
): OpenReport {
  return db.transaction(() => {
    const { uid } = study(db, studyId);
    const report = createReport({ uid, images });
    const { lastInsertRowid: id } = db.run(
      'INSERT INTO reports (study_id, status, created_ms, changed_ms) VALUES (?, ?, ?, ?)',
      studyId,
      report.status,
      Math.trunc(atMs),
      Math.trunc(atMs),
    );
    insertEvent(db, id, 0, { kind: 'create', json: '{"kind":"create"}' }, report, atMs);
    return openReport(db, id);
  });
}

/** @throws AppError usage: no such report, library/damaged */
export function openReport(db: Database, id: number): OpenReport {
  const row = db.get('SELECT * FROM reports WHERE id = ?', id);
  if (row === undefined) throw new AppError('usage', 'There is no such report: choose one from the list.');
  return {
    id,
    studyId: row['study_id'] as number,
    report: unpackReport(db, present(db, id)['report'] as string),
    canUndo: row['status'] === 'draft' && stepOf(db, id, 'done') !== undefined,
    canRedo: row['status'] === 'draft' && stepOf(db, id, 'undone') !== undefined,
    createdMs: row['created_ms'] as number,
    changedMs: row['changed_ms'] as number,
  };
}

/** Newest change first; of studies in the window, or of one study. */
export function listReports(db: Database, studyId?: number): readonly ReportSummary[] {
  return db
    .all(
      `SELECT r.*, s.name FROM reports r JOIN studies s ON s.id = r.study_id
       WHERE CASE WHEN ?1 IS NULL THEN s.removed_ms IS NULL ELSE s.id = ?1 END
       ORDER BY r.changed_ms DESC, r.id DESC`,
      studyId ?? null,
    )
    .map(summary);
}

/** Other reports of the same patient, newest first: of the same study, and of studies with the same patient key. */
export function reportsOfSamePatient(db: Database, id: number): readonly ReportSummary[] {
  return db
    .all(
      `SELECT r.*, s.name FROM reports own JOIN studies mine ON mine.id = own.study_id
       JOIN studies s ON s.id = mine.id OR s.patient_key = mine.patient_key
       JOIN reports r ON r.study_id = s.id
       WHERE own.id = ? AND r.id != own.id ORDER BY r.created_ms DESC, r.id DESC`,
      id,
    )
    .map(summary);
}

/**
 * Does one change. One that changes nothing is not noted.
 * @param goesOn in the same spell of typing as the change before: both are one step of undo
 * @throws AppError usage, report/signed, report/unaccepted
 */
export function changeReport(
  db: Database,
  id: number,
  change: Change,
  atMs: number,
  goesOn = false,
): OpenReport {
  return db.transaction(() => {
    const before = openReport(db, id);
    const report = applyChange(before.report, change, sha256);
    if (report === before.report) return before;
    const last = present(db, id);
    const isLatest = stepOf(db, id, 'undone') === undefined;
    const kept = { kind: change.kind, json: packChange(change) };
    if (isLatest && goesOn && isTypedOn(last, change, atMs)) {
      db.run(
        'UPDATE report_events SET change = ?, report = ?, at_ms = ? WHERE id = ?',
        kept.json,
        packReport(db, report),
        Math.trunc(atMs),
        last['id'] as number,
      );
    } else {
      const step = isLatest && joins(last, change) ? (last['step'] as number) : nextStep(db, id);
      db.run("UPDATE report_events SET state = 'dropped' WHERE report_id = ? AND state = 'undone'", id);
      insertEvent(db, id, step, kept, report, atMs);
    }
    noteChange(db, id, report.status, atMs);
    return openReport(db, id);
  });
}

/**
 * Back by one step; the same report where there is none.
 * @throws AppError report/signed, usage
 */
export const undoReport = (db: Database, id: number, atMs: number): OpenReport =>
  walk(db, id, 'done', 'undone', atMs);

/**
 * Forward by one step that was undone.
 * @throws AppError report/signed, usage
 */
export const redoReport = (db: Database, id: number, atMs: number): OpenReport =>
  walk(db, id, 'undone', 'done', atMs);

function walk(
  db: Database,
  id: number,
  from: 'done' | 'undone',
  to: 'done' | 'undone',
  atMs: number,
): OpenReport {
  return db.transaction(() => {
    const { report } = openReport(db, id);
    if (report.status === 'signed') {
      throw new AppError('report/signed', 'The report is signed and cannot be changed: add an addendum.');
    }
    const step = stepOf(db, id, from);
    if (step !== undefined) {
      db.run(
        'UPDATE report_events SET state = ? WHERE report_id = ? AND step = ? AND state = ?',
        to,
        id,
        step,
        from,
      );
      noteChange(db, id, 'draft', atMs);
    }
    return openReport(db, id);
  });
}

/** All that happened, newest first; a spell of typing is one entry. */
export const reportHistory = (db: Database, id: number): readonly ReportEvent[] =>
  db
    .all('SELECT id, kind, state, at_ms FROM report_events WHERE report_id = ? ORDER BY id DESC', id)
    .map((row) => ({
      id: row['id'] as number,
      kind: row['kind'] as ReportEvent['kind'],
      state: row['state'] as ReportEvent['state'],
      atMs: row['at_ms'] as number,
    }));

/**
 * How a report stood after an entry of its history.
 * @throws AppError usage: no such entry
 */
export function reportAfter(db: Database, eventId: number): Report {
  const row = db.get('SELECT report FROM report_events WHERE id = ?', eventId);
  if (row === undefined) throw new AppError('usage', 'The history has no such entry: choose another.');
  return unpackReport(db, row['report'] as string);
}

/** The row that counts. */
function present(db: Database, id: number): Row {
  const row = db.get(
    "SELECT * FROM report_events WHERE report_id = ? AND state = 'done' ORDER BY id DESC LIMIT 1",
    id,
  );
  if (row === undefined) throw new Error(`Bug: report ${id} has no beginning`);
  return row;
}

/** The step that undo, or redo, takes next. */
function stepOf(db: Database, id: number, state: 'done' | 'undone'): number | undefined {
  const end = state === 'done' ? 'MAX(step)' : 'MIN(step)';
  const row = db.get(
    `SELECT ${end} AS step FROM report_events WHERE report_id = ? AND state = ? AND step > 0`,
    id,
    state,
  );
  return (row?.['step'] as number | null) ?? undefined;
}

const nextStep = (db: Database, id: number): number =>
  (db.get('SELECT MAX(step) AS step FROM report_events WHERE report_id = ?', id)?.['step'] as number) + 1;

function isTypedOn(last: Row, change: Change, atMs: number): boolean {
  const pauseMs = atMs - (last['at_ms'] as number);
  if (change.kind === 'redraft' || pauseMs < 0 || pauseMs > longestPauseMs) return false;
  const before = unpackChange(last['change'] as string);
  return before.kind !== 'create' && before.kind !== 'redraft' && goesOnFrom(before, change);
}

/** A draft joins the step that asked for it; the first one, the beginning. */
function joins(last: Row, change: Change): boolean {
  if (change.kind !== 'redraft') return false;
  const before = unpackChange(last['change'] as string);
  if (before.kind === 'create') return change.reason === 'all';
  return before.kind !== 'redraft' && goesOnFrom(before, change);
}

function insertEvent(
  db: Database,
  id: number,
  step: number,
  { kind, json }: { readonly kind: string; readonly json: string },
  report: Report,
  atMs: number,
): void {
  db.run(
    `INSERT INTO report_events (report_id, step, kind, change, report, state, at_ms)
     VALUES (?, ?, ?, ?, ?, 'done', ?)`,
    id,
    step,
    kind,
    json,
    packReport(db, report),
    Math.trunc(atMs),
  );
}

function noteChange(db: Database, id: number, status: Report['status'], atMs: number): void {
  db.run('UPDATE reports SET status = ?, changed_ms = ? WHERE id = ?', status, Math.trunc(atMs), id);
}

const summary = (row: Row): ReportSummary => ({
  id: row['id'] as number,
  studyId: row['study_id'] as number,
  name: row['name'] as string,
  status: row['status'] as Report['status'],
  createdMs: row['created_ms'] as number,
  changedMs: row['changed_ms'] as number,
});
