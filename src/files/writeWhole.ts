// Writes a file whole or not at all: a temporary file beside it, fsync, rename.
import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf, writeError } from './fileError.ts';

export interface WriteOptions {
  /** False leaves a file that is already there as it is. */
  readonly overwrite: boolean;
}

/**
 * Writes `data` so that `path` never holds half of it, whatever happens in between.
 * @throws AppError file/exists when it is there and may not be overwritten; file/unwritable
 */
export async function writeWhole(
  path: string,
  data: string | Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const folder = dirname(path);
  // 40 letters are at most 120 bytes, so that the whole stays below the 255 that file systems allow.
  const temporary = join(folder, `.${basename(path).slice(0, 40)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    if (options.overwrite) await rename(temporary, path);
    else await publishNew(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    throw writeError(path, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A hard link fails where the name is taken, so that nobody's file is lost even when two write at once. */
async function publishNew(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw error;
    // File systems without hard links (FAT, some network shares): reserve the name, then replace it.
    await (await open(path, 'wx')).close();
    await rename(temporary, path);
  }
}

/** The new name itself must reach the disk; Windows cannot sync a folder and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
