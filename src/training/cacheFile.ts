// A file of numbers that takes long to make and is made once: whole or not at all.
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeError } from '../files/fileError.ts';

/** Fills a file beside `path` and gives it its name at the end; what goes wrong leaves nothing. */
async function makeWhole(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  const partial = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(partial, 'w');
    try {
      await fill(file);
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/**
 * Opens a file of so many bytes for reading; one that is missing or has another size is made first.
 * @throws AppError file/unwritable; what `fill` throws
 */
export async function openCacheFile(
  path: string,
  size: number,
  fill: (file: FileHandle) => Promise<void>,
): Promise<FileHandle> {
  const present = await stat(path).catch(() => undefined);
  try {
    if (present?.size !== size) await makeWhole(path, fill);
    return await open(path, 'r');
  } catch (cause) {
    throw cause instanceof Error && 'syscall' in cause ? writeError(path, cause) : cause;
  }
}
