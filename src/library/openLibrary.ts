// Opens the user's library: checked, brought to the present schema, and replaced by a backup where it is damaged.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type Failure } from '../errors.ts';
import { hasBackups, restore } from './backup.ts';
import { Database } from './database.ts';
import { migrate } from './migrations.ts';

export const libraryPath = (dataFolder: string): string => join(dataFolder, 'library.sqlite');
export const backupFolder = (dataFolder: string): string => join(dataFolder, 'backups');

/**
 * Opens or makes `library.sqlite` in the data folder.
 * @returns the library, and what the person should know when it had to be restored
 * @throws AppError library/locked, library/newer, file/unwritable
 */
export async function openLibrary(
  dataFolder: string,
  atMs: number,
): Promise<{ readonly db: Database; readonly notice: Failure | undefined }> {
  try {
    await mkdir(dataFolder, { recursive: true });
  } catch (cause) {
    throw new AppError(
      'file/unwritable',
      `${dataFolder} cannot be written: check its permissions, or choose another data folder.`,
      { cause },
    );
  }
  const path = libraryPath(dataFolder);
  const backups = backupFolder(dataFolder);
  if (!existsSync(path) && (await hasBackups(backups))) {
    const { backupAtMs } = await restore(path, backups, atMs);
    return { db: openSound(path), notice: noticeOf('The library was missing', backupAtMs) };
  }
  try {
    return { db: openSound(path), notice: undefined };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'library/damaged') throw error;
    const { damagedPath, backupAtMs } = await restore(path, backups, atMs);
    const what = `The library was damaged and is kept as ${damagedPath}`;
    return { db: openSound(path), notice: noticeOf(what, backupAtMs) };
  }
}

function noticeOf(what: string, backupAtMs: number | undefined): Failure {
  const instead =
    backupAtMs === undefined
      ? 'there was no sound backup, so a new library was begun: add your pictures again'
      : `the backup of ${new Date(backupAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC was put in its place: look through what you did since`;
  return { code: 'library/damaged', message: `${what}; ${instead}.` };
}

/** @throws AppError library/damaged and what Database throws */
function openSound(path: string): Database {
  const db = new Database(path);
  try {
    const verdict = db.get('PRAGMA quick_check(1)')?.['quick_check'];
    if (verdict !== 'ok') throw new AppError('library/damaged', `The library ${path} is damaged.`);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
