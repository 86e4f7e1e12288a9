// A study with a report, begun in a library, for the store's tests.
import type { Database } from '../../src/library/database.ts';
import { beginReport, changeReport } from '../../src/library/reports.ts';
import { addStudy } from '../../src/library/studies.ts';
import { draft, frontal, lateral, study } from '../report/sampleReport.ts';

/** @returns the report's id */
export function beginSample(db: Database, patientKey?: string): number {
  const films = [
    { hash: frontal, path: '/study/frontal.png' },
    { hash: lateral, path: '/study/lateral.png' },
  ];
  const { id } = addStudy(
    db,
    { name: 'study', films, ...(patientKey === undefined ? {} : { patientKey }) },
    0,
  );
  return beginReport(db, id, study.images, 0).id;
}

/** The same with the model's draft: sentences s1 to s5. */
export function draftSample(db: Database, patientKey?: string): number {
  const id = beginSample(db, patientKey);
  changeReport(db, id, { kind: 'redraft', draft, reason: 'all' }, 1);
  return id;
}

/** The library as it was before there were reports (schema version 2). */
export function takeReportsAway(db: Database): void {
  for (const table of ['report_events', 'sentence_drafts', 'reports', 'films', 'studies', 'phrases']) {
    db.exec(`DROP TABLE ${table}`);
  }
  db.exec(
    `ALTER TABLE journal RENAME COLUMN name TO label;
     UPDATE journal SET label =
       CASE kind WHEN 'edit' THEN 'Edit' WHEN 'revert' THEN 'Revert' ELSE 'Removal' END || ' of ' || label`,
  );
  db.exec('PRAGMA user_version = 2');
}
