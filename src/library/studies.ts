// Studies: the films that are read together, where they lie, and whose they are without saying who that is.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { idsIn, type Database, type Row } from './database.ts';

export interface Film {
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  readonly path: string;
}

export interface StudyEntry {
  readonly id: number;
  /** What exports call it. */
  readonly uid: string;
  /** What the window calls it: a folder's or a file's name. Never exported. */
  readonly name: string;
  readonly addedMs: number;
  readonly films: readonly Film[];
}

/**
 * @param patientKey of `patientKeyOf`; undefined where the patient is not known
 */
export function addStudy(
  db: Database,
  {
    name,
    films,
    patientKey,
  }: { readonly name: string; readonly films: readonly Film[]; readonly patientKey?: string },
  atMs: number,
): StudyEntry {
  return db.transaction(() => {
    const { lastInsertRowid: id } = db.run(
      'INSERT INTO studies (uid, name, patient_key, added_ms) VALUES (?, ?, ?, ?)',
      randomUUID(),
      name,
      patientKey ?? null,
      Math.trunc(atMs),
    );
    addFilms(db, id, films);
    return study(db, id);
  });
}

/** Films that came later; one that is there already has moved. */
export function addFilms(db: Database, studyId: number, films: readonly Film[]): void {
  db.transaction(() => {
    for (const { hash, path } of films) {
      db.run(
        'INSERT INTO films (study_id, hash, path) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET path = excluded.path',
        studyId,
        hash,
        path,
      );
    }
  });
}

/** @throws AppError usage: no such study */
export function study(db: Database, id: number): StudyEntry {
  const row = db.get('SELECT * FROM studies WHERE id = ?', id);
  if (row === undefined) throw new AppError('usage', 'There is no such study: choose one from the list.');
  return entry(db, row);
}

/** Those in the window, newest first. */
export const listStudies = (db: Database): readonly StudyEntry[] =>
  db.all('SELECT * FROM studies WHERE removed_ms IS NULL ORDER BY id DESC').map((row) => entry(db, row));

/** Takes studies out of the window, or puts them back. Their reports stay in the library. */
export function removeStudies(db: Database, ids: readonly number[], removedMs: number | undefined): void {
  db.run(
    `UPDATE studies SET removed_ms = ? WHERE id IN ${idsIn}`,
    removedMs === undefined ? null : Math.trunc(removedMs),
    JSON.stringify(ids),
  );
}

const secretKey = 'patientSecret';

/**
 * A key under which studies of one patient find each other. It tells nothing outside this library: it is made with a
 * secret of the library's own.
 * @param patientId as the header has it, with its issuer; it is not kept
 */
export function patientKeyOf(db: Database, patientId: string): string {
  db.run(
    'INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)',
    secretKey,
    JSON.stringify(randomBytes(32).toString('hex')),
  );
  const secret = db.get('SELECT value FROM settings WHERE key = ?', secretKey)?.['value'] as string;
  return createHmac('sha256', secret).update(patientId.trim()).digest('hex');
}

function entry(db: Database, row: Row): StudyEntry {
  return {
    id: row['id'] as number,
    uid: row['uid'] as string,
    name: row['name'] as string,
    addedMs: row['added_ms'] as number,
    films: db
      .all('SELECT hash, path FROM films WHERE study_id = ? ORDER BY path', row['id'] as number)
      .map((film) => ({ hash: film['hash'] as string, path: film['path'] as string })),
  };
}
