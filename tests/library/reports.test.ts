// The reports' journal: what was done can be undone and done again, also after a restart, and nothing is lost.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { openLibrary } from '../../src/library/openLibrary.ts';
import {
  changeReport,
  listReports,
  openReport,
  redoReport,
  reportAfter,
  reportHistory,
  reportsOfSamePatient,
  sha256,
  undoReport,
} from '../../src/library/reports.ts';
import { addFilms, listStudies, patientKeyOf, removeStudies, study } from '../../src/library/studies.ts';
import { isIntact } from '../../src/report/addendum.ts';
import { applyChange, type Change } from '../../src/report/change.ts';
import type { Draft, Report } from '../../src/report/report.ts';
import { draft, drafted, fresh, frontal, lateral, texts } from '../report/sampleReport.ts';
import { openTemporary } from './openTemporary.ts';
import { beginSample, draftSample, takeReportsAway } from './studyOf.ts';

const edit = (id: string, text: string): Change => ({ kind: 'edit', id, text });

test('a report begins empty, and the first draft is its beginning', async () => {
  await using library = await openTemporary();
  const id = beginSample(library.db);
  expect(openReport(library.db, id)).toMatchObject({ canUndo: false, canRedo: false });
  const drafted = changeReport(library.db, id, { kind: 'redraft', draft, reason: 'all' }, 1);
  expect(drafted).toMatchObject({ canUndo: false, report: { status: 'draft', model: fresh.model } });
  expect(drafted.report.sentences).toEqual(fresh.sentences);
  expect(drafted.report.study.uid).toMatch(/^[0-9a-f-]{36}$/);
  const again = openReport(await library.reopen(), id);
  expect(again).toEqual(drafted);
});

test('what is typed in one go is one step, and one entry of the history', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = draftSample(db);
  changeReport(db, id, edit('s1', 'Larg'), 10);
  changeReport(db, id, edit('s1', 'Large hea'), 20, true);
  changeReport(db, id, edit('s1', 'Large heart.'), 30, true);
  changeReport(db, id, edit('s1', 'A large heart.'), 40);
  changeReport(db, id, edit('s1', 'A large heart!'), 40 + 60_001, true);
  expect(reportHistory(db, id).map(({ kind }) => kind)).toEqual([
    'edit',
    'edit',
    'edit',
    'redraft',
    'create',
  ]);
  const back = (): string | undefined => undoReport(db, id, 0).report.sentences[0]?.text;
  expect([back(), back(), back(), back()]).toEqual([
    'A large heart.',
    'Large heart.',
    'The heart is enlarged.',
    'The heart is enlarged.',
  ]);
});

test('a switched finding and the draft that it asked for are one step', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = draftSample(db);
  const before = openReport(db, id).report;
  changeReport(db, id, { kind: 'switch', tag: 'Pneumothorax', on: true }, 10);
  const next: Draft = { ...draft, sentences: [drafted('findings', 'A pneumothorax.', ['Pneumothorax'])] };
  const reason = [{ tag: 'Pneumothorax', on: true }];
  const { report } = changeReport(db, id, { kind: 'redraft', draft: next, reason }, 99_000);
  expect(texts(report)).toContain('A pneumothorax.');
  expect(undoReport(db, id, 0).report).toEqual(before);
  // One that is late, after the undo, changes nothing and takes nothing away.
  expect(changeReport(db, id, { kind: 'redraft', draft: next, reason }, 99_001).canRedo).toBe(true);
  expect(redoReport(db, id, 0).report).toEqual(report);
});

test('signed, it is read only but for addenda, and intact after a restart', async () => {
  await using library = await openTemporary();
  const id = draftSample(library.db);
  const at = '2026-03-01T14:05:00+02:00';
  const signing = { kind: 'sign', author: 'Dr. A', at } as const;
  expect(() => changeReport(library.db, id, signing, 5)).toThrow(
    expect.objectContaining({ code: 'report/unaccepted' }),
  );
  changeReport(library.db, id, { kind: 'accept', ids: ['s1'], accepted: true }, 6);
  changeReport(library.db, id, signing, 7);
  changeReport(library.db, id, { kind: 'addendum', text: 'And more.', author: 'Dr. A', at }, 8);
  const db = await library.reopen();
  const open = openReport(db, id);
  expect(open).toMatchObject({ canUndo: false, canRedo: false, report: { status: 'signed' } });
  expect(isIntact(open.report, sha256)).toBe(true);
  expect(() => undoReport(db, id, 9)).toThrow(AppError);
  expect(() => redoReport(db, id, 9)).toThrow(AppError);
  expect(() => changeReport(db, id, edit('s1', 'a'), 9)).toThrow(AppError);
  expect(listReports(db)).toMatchObject([{ id, status: 'signed', changedMs: 8, name: 'study' }]);
});

test('the history says how the report stood', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = draftSample(db);
  changeReport(db, id, edit('s1', 'Large.'), 10);
  undoReport(db, id, 11);
  changeReport(db, id, { kind: 'delete', id: 's1' }, 12);
  const history = reportHistory(db, id);
  expect(history.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'delete done',
    'edit dropped',
    'redraft done',
    'create done',
  ]);
  expect(reportAfter(db, history[1]?.id ?? 0).sentences[0]?.text).toBe('Large.');
  expect(() => reportAfter(db, 999)).toThrow(AppError);
});

test('attention maps are kept once', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = draftSample(db);
  for (let i = 0; i < 50; i += 1) changeReport(db, id, edit('s1', `Text ${i}.`), i * 100_000);
  expect(db.get('SELECT count(*) AS n FROM sentence_drafts')?.['n']).toBe(5);
  const longest = db.get('SELECT max(length(report) + length(change)) AS n FROM report_events')?.['n'];
  expect(Number(longest)).toBeLessThan(4_000);
});

test('reports of one patient find each other, by a key that means nothing elsewhere', async () => {
  await using library = await openTemporary();
  await using other = await openTemporary();
  const key = patientKeyOf(library.db, 'HOSPITAL 123');
  expect(patientKeyOf(library.db, 'HOSPITAL 123 ')).toBe(key);
  expect(patientKeyOf(other.db, 'HOSPITAL 123')).not.toBe(key);
  const ids = [draftSample(library.db, key), draftSample(library.db), draftSample(library.db, key)];
  expect(reportsOfSamePatient(library.db, ids[2] ?? 0).map(({ id }) => id)).toEqual([ids[0]]);
  expect(reportsOfSamePatient(library.db, ids[1] ?? 0)).toEqual([]);
});

test('studies leave the window with their reports and come back', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const report = draftSample(db);
  const { studyId } = openReport(db, report);
  addFilms(db, studyId, [{ hash: frontal, path: '/moved/frontal.png' }]);
  expect(study(db, studyId).films).toEqual([
    { hash: frontal, path: '/moved/frontal.png' },
    { hash: lateral, path: '/study/lateral.png' },
  ]);
  removeStudies(db, [studyId], 5);
  expect([listStudies(db).length, listReports(db).length, listReports(db, studyId).length]).toEqual([
    0, 0, 1,
  ]);
  removeStudies(db, [studyId], undefined);
  expect([listStudies(db).length, listReports(db).length]).toEqual([1, 1]);
});

type Operation = Change | 'undo' | 'redo' | 'reopen';
const id = fc.nat({ max: 9 }).map((i) => `s${i}`);
const words = fc.string({ unit: 'grapheme', maxLength: 8 });
const section = fc.constantFrom('findings' as const, 'impression' as const);
const tag = fc.constantFrom('Cardiomegaly', 'Pneumothorax', 'Edema');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), id, text: words }),
  fc.record({ kind: fc.constant('insert' as const), section, text: words }),
  fc.record({ kind: fc.constant('delete' as const), id }),
  fc.record({ kind: fc.constant('move' as const), id, section }),
  fc.record({ kind: fc.constant('accept' as const), ids: id.map((one) => [one]), accepted: fc.boolean() }),
  fc.record({ kind: fc.constant('field' as const), field: fc.constant('indication' as const), text: words }),
  fc.record({ kind: fc.constant('switch' as const), tag, on: fc.boolean() }),
  fc.record({ kind: fc.constant('add' as const), tag }),
  fc.record({
    kind: fc.constant('redraft' as const),
    draft: fc.constant(draft),
    reason: fc.constant('all' as const),
  }),
  { weight: 3, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
  fc.constant('reopen' as const),
);

test('the journal does what a list of reports does, and all undone and done again is the same report', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 40 }), async (operations) => {
      await using library = await openTemporary();
      const report = draftSample(library.db);
      const begun = openReport(library.db, report).report;
      let [past, now, future]: [Report[], Report, Report[]] = [[], begun, []];
      let atMs = 100;
      for (const one of operations) {
        atMs += 100_000;
        if (one === 'reopen') await library.reopen();
        else if (one === 'undo') {
          undoReport(library.db, report, atMs);
          const before = past.pop();
          if (before !== undefined) [now, future] = [before, [now, ...future]];
        } else if (one === 'redo') {
          redoReport(library.db, report, atMs);
          const [next, ...rest] = future;
          if (next !== undefined) [past, now, future] = [[...past, now], next, rest];
        } else {
          // What a change does, and what it refuses, the journal does and refuses.
          let after: Report | undefined;
          try {
            after = applyChange(now, one, sha256);
          } catch (error) {
            expect(() => changeReport(library.db, report, one, atMs)).toThrow((error as Error).message);
          }
          if (after === undefined) continue;
          changeReport(library.db, report, one, atMs);
          if (after !== now) [past, now, future] = [[...past, now], after, []];
        }
        expect(openReport(library.db, report)).toMatchObject({
          report: now,
          canUndo: past.length > 0,
          canRedo: future.length > 0,
        });
      }
      while (openReport(library.db, report).canRedo) redoReport(library.db, report, atMs);
      const end = openReport(library.db, report).report;
      while (openReport(library.db, report).canUndo) undoReport(library.db, report, atMs);
      expect(openReport(library.db, report).report).toEqual(begun);
      while (openReport(library.db, report).canRedo) redoReport(library.db, report, atMs);
      expect(openReport(library.db, report).report).toEqual(end);
    }),
    { numRuns: 25 },
  );
});

test('a library from before there were reports takes them', async () => {
  await using library = await openTemporary();
  const { db, folder } = library;
  takeReportsAway(db);
  const { db: migrated } = await openLibrary(folder, 0);
  try {
    expect(openReport(migrated, draftSample(migrated)).report.sentences).toHaveLength(5);
  } finally {
    migrated.close();
  }
});
