// Copies of the library beside it: one at each start, thinned out, and the way back when the library is damaged.
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Database } from './database.ts';

/** The newest copies are kept, and of older ones the newest of each day, for so many days. */
const newestKept = 2;
const daysKept = 4;

const namePattern = /^library-(\d{13})\.sqlite$/;

/**
 * Copies the library as it is now, whole, also while it is written.
 * @throws AppError library/damaged, file/unwritable
 */
export async function backUp(db: Database, folder: string, atMs: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `library-${Math.trunc(atMs).toString().padStart(13, '0')}.sqlite`);
  const unfinished = `${path}.part`;
  await rm(unfinished, { force: true });
  await db.copyTo(unfinished);
  await rename(unfinished, path);
  await thinOut(folder);
}

/** Newest first. */
async function backupsIn(
  folder: string,
): Promise<readonly { readonly path: string; readonly atMs: number }[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const atMs = namePattern.exec(name)?.[1];
      return atMs === undefined ? [] : [{ path: join(folder, name), atMs: Number(atMs) }];
    })
    .sort((a, b) => b.atMs - a.atMs);
}

async function thinOut(folder: string): Promise<void> {
  const backups = await backupsIn(folder);
  const keep = new Set(backups.slice(0, newestKept));
  const days = new Set<number>();
  for (const backup of backups) {
    const day = Math.floor(backup.atMs / 86_400_000);
    if (days.size < daysKept && !days.has(day)) keep.add(backup);
    days.add(day);
  }
  for (const backup of backups) if (!keep.has(backup)) await rm(backup.path, { force: true });
}

/**
 * Sets a damaged library aside, where there is one, and puts the newest sound backup in its place.
 * @returns where the damaged one lies now, and when the backup was made; undefined where there is none
 */
export async function restore(
  libraryPath: string,
  folder: string,
  atMs: number,
): Promise<{ readonly damagedPath: string; readonly backupAtMs: number | undefined }> {
  const damagedPath = libraryPath.replace(/\.sqlite$/, `.damaged-${Math.trunc(atMs)}.sqlite`);
  const copyPath = `${libraryPath}.part`;
  const backup = await copyNewestSound(folder, copyPath);
  for (const suffix of ['', '-wal', '-shm']) {
    await rename(libraryPath + suffix, damagedPath + suffix).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
  }
  if (backup !== undefined) await rename(copyPath, libraryPath);
  return { damagedPath, backupAtMs: backup?.atMs };
}

export const hasBackups = async (folder: string): Promise<boolean> => (await backupsIn(folder)).length > 0;

async function copyNewestSound(
  folder: string,
  copyPath: string,
): Promise<{ readonly atMs: number } | undefined> {
  for (const backup of await backupsIn(folder)) {
    await copyFile(backup.path, copyPath);
    const sound = isSound(copyPath);
    for (const suffix of ['-wal', '-shm']) await rm(copyPath + suffix, { force: true });
    if (sound) return backup;
  }
  await rm(copyPath, { force: true });
  return undefined;
}

function isSound(path: string): boolean {
  let db: Database | undefined;
  try {
    db = new Database(path);
    return db.get('PRAGMA integrity_check')?.['integrity_check'] === 'ok';
  } catch {
    return false;
  } finally {
    db?.close();
  }
}
