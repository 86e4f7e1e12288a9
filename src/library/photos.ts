// The pictures in the window: adding, listing, and what reading a file told about it.
import { basename } from 'node:path';
import { AppError, type ErrorCode, type Failure } from '../errors.ts';
import type { ImageHash, PhotoState, PhotoSummary } from '../ipc.ts';
import { idsIn, type Database, type Row } from './database.ts';

/** A picture's place in the library, without what is shown of it. */
export interface PhotoFile {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly hash: ImageHash | undefined;
  readonly removed: boolean;
  readonly failed: boolean;
  /** The file as it was when last read. */
  readonly stamp: FileStamp | undefined;
}

/** Tells a changed file from one that was read before. */
export interface FileStamp {
  readonly bytes: number;
  /** Milliseconds since 1970, with fractions. */
  readonly changedMs: number;
}

/** What reading a picture told. */
export interface ReadImage {
  readonly hash: ImageHash;
  readonly bytes: number;
  /** Pixels after EXIF rotation; undefined when it cannot be decoded. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

const fileColumns =
  'id, path, name, hash, removed_ms, failure_code, file_bytes AS bytes, file_changed_ms AS changedMs';

function toPhotoFile(row: Row): PhotoFile {
  return {
    id: row['id'] as number,
    path: row['path'] as string,
    name: row['name'] as string,
    hash: (row['hash'] as string | null) ?? undefined,
    removed: row['removed_ms'] !== null,
    failed: row['failure_code'] !== null,
    stamp:
      row['bytes'] === null
        ? undefined
        : { bytes: row['bytes'] as number, changedMs: row['changedMs'] as number },
  };
}

/** Adds a file, or finds the one that is there; one that had been removed comes back with its caption. */
export function addPhoto(
  db: Database,
  file: { readonly path: string; readonly name?: string },
  atMs: number,
): { readonly photo: PhotoFile; readonly known: boolean } {
  return db.transaction(() => {
    const before = findPhoto(db, file.path);
    if (before === undefined) {
      db.run(
        'INSERT INTO photos (path, name, added_ms) VALUES (?, ?, ?)',
        file.path,
        file.name ?? basename(file.path),
        Math.trunc(atMs),
      );
    } else if (before.removed) {
      db.run('UPDATE photos SET removed_ms = NULL WHERE id = ?', before.id);
    }
    const photo = findPhoto(db, file.path);
    if (photo === undefined) throw new Error(`Bug: ${file.path} was just added`);
    return { photo, known: before !== undefined && !before.removed };
  });
}

function findPhoto(db: Database, path: string): PhotoFile | undefined {
  const row = db.get(`SELECT ${fileColumns} FROM photos WHERE path = ?`, path);
  return row === undefined ? undefined : toPhotoFile(row);
}

/** @throws AppError usage: no such picture */
export function photoFile(db: Database, id: number): PhotoFile {
  const row = db.get(`SELECT ${fileColumns} FROM photos WHERE id = ?`, id);
  if (row === undefined) throw new AppError('usage', `There is no picture ${id} in the library.`);
  return toPhotoFile(row);
}

/** The pictures in the window that hold these bytes. */
export function photosOfHash(db: Database, hash: ImageHash): readonly number[] {
  return db
    .all('SELECT id FROM photos WHERE hash = ? AND removed_ms IS NULL', hash)
    .map((row) => row['id'] as number);
}

/** Pictures in the window that were read, are not in the queue, and have nothing to be shown by. */
export function photosWithoutThumb(db: Database, hasThumb: (hash: ImageHash) => boolean): readonly number[] {
  return db
    .all(
      `SELECT id, hash FROM photos WHERE hash IS NOT NULL AND removed_ms IS NULL AND failure_code IS NULL
       AND id NOT IN (SELECT photo_id FROM jobs)`,
    )
    .filter((row) => !hasThumb(row['hash'] as string))
    .map((row) => row['id'] as number);
}

/** Notes what a file holds; a file that has changed since goes over to its new bytes. */
export function recordRead(db: Database, photoId: number, image: ReadImage, stamp: FileStamp): void {
  db.transaction(() => {
    db.run(
      `INSERT INTO images (hash, bytes, width, height) VALUES (?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET
         width = coalesce(excluded.width, width), height = coalesce(excluded.height, height)`,
      image.hash,
      image.bytes,
      image.width ?? null,
      image.height ?? null,
    );
    db.run(
      'UPDATE photos SET hash = ?, file_bytes = ?, file_changed_ms = ? WHERE id = ?',
      image.hash,
      stamp.bytes,
      stamp.changedMs,
      photoId,
    );
  });
}

export function setFailure(db: Database, photoId: number, failure: Failure | undefined): void {
  db.run(
    'UPDATE photos SET failure_code = ?, failure_message = ? WHERE id = ?',
    failure?.code ?? null,
    failure?.message ?? null,
    photoId,
  );
}

/** Pixels after EXIF rotation, where known. */
export function imageSize(
  db: Database,
  hash: ImageHash,
): { readonly width: number | undefined; readonly height: number | undefined } {
  const row = db.get('SELECT width, height FROM images WHERE hash = ?', hash);
  return {
    width: (row?.['width'] as number | null | undefined) ?? undefined,
    height: (row?.['height'] as number | null | undefined) ?? undefined,
  };
}

const summaries = `
  SELECT p.id, p.hash, p.path, p.name, p.added_ms AS addedAtMs,
    p.failure_code AS failureCode, p.failure_message AS failureMessage,
    r.text AS modelText, r.probability, r.hedged, c.text AS personText, j.stage, j.goal
  FROM photos p
  LEFT JOIN images i ON i.hash = p.hash
  LEFT JOIN results r ON r.id = i.result_id
  LEFT JOIN captions c ON c.id = i.person_caption_id
  LEFT JOIN jobs j ON j.photo_id = p.id
  WHERE p.removed_ms IS NULL`;

/** All pictures in the window, in the order in which they came. */
export function listPhotos(db: Database, hasThumb: (hash: ImageHash) => boolean): readonly PhotoSummary[] {
  return db.all(`${summaries} ORDER BY p.id`).map((row) => toSummary(row, hasThumb));
}

/** Those of the given pictures that are in the window. */
export function summariesOf(
  db: Database,
  ids: readonly number[],
  hasThumb: (hash: ImageHash) => boolean,
): readonly PhotoSummary[] {
  return db
    .all(`${summaries} AND p.id IN ${idsIn} ORDER BY p.id`, JSON.stringify(ids))
    .map((row) => toSummary(row, hasThumb));
}

/** @throws AppError usage: no such picture in the window */
export function summaryOf(db: Database, id: number, hasThumb: (hash: ImageHash) => boolean): PhotoSummary {
  const [summary] = summariesOf(db, [id], hasThumb);
  if (summary === undefined) throw new AppError('usage', `There is no picture ${id} in the window.`);
  return summary;
}

function toSummary(row: Row, hasThumb: (hash: ImageHash) => boolean): PhotoSummary {
  const name = row['name'] as string;
  const hash = row['hash'] as string | null;
  const modelText = row['modelText'] as string | null;
  const personText = row['personText'] as string | null;
  const state = stateOf(row);
  return {
    id: row['id'] as number,
    hash: hash !== null && hasThumb(hash) ? hash : undefined,
    path: row['path'] as string,
    name,
    state,
    caption: personText ?? modelText ?? undefined,
    author: personText !== null ? 'person' : modelText !== null ? 'model' : undefined,
    probability: (row['probability'] as number | null) ?? undefined,
    hedged: row['hedged'] === 1,
    failure: state === 'failed' ? failureOf(row, name) : undefined,
    addedAtMs: row['addedAtMs'] as number,
  };
}

function stateOf(row: Row): PhotoState {
  if (row['goal'] === 'caption') return row['stage'] === 'caption' ? 'working' : 'waiting';
  if (row['failureCode'] !== null) return 'failed';
  if (row['personText'] !== null) return 'edited';
  return row['modelText'] === null ? 'failed' : 'captioned';
}

/** A picture without job, failure and caption is one whose job was cancelled. */
function failureOf(row: Row, name: string): Failure {
  return row['failureCode'] === null
    ? { code: 'cancelled', message: `${name} has no caption yet: choose Redo to ask for one.` }
    : { code: row['failureCode'] as ErrorCode, message: row['failureMessage'] as string };
}
