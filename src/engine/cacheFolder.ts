// A folder of files that can be made again: written whole, cleared of what was never finished, and kept below a size.
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { FileStamp } from '../library/photos.ts';

/** How a file is now; undefined when it is not there. */
export async function stampOf(path: string): Promise<FileStamp | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : { bytes: found.size, changedMs: found.mtimeMs };
}

/** Writes a cache file so that it is there whole or not at all. */
export async function place(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(unfinished, bytes, { flush: true });
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new AppError(
      'file/unwritable',
      `${path} cannot be written: check that the disk has room and the folder may be written.`,
      { cause },
    );
  }
}

/** What an engine that died was writing; another one may be at work on the younger ones. */
export async function removeUnfinished(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.part')) continue;
    const path = join(folder, name);
    const stamp = await stampOf(path);
    if (stamp !== undefined && nowMs - stamp.changedMs > 3_600_000) await rm(path, { force: true });
  }
}

/** Files that were not used for longest go first. */
export async function thinOut(folder: string, mostBytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const stamp = await stampOf(path);
      return { path, bytes: stamp?.bytes ?? 0, changedMs: stamp?.changedMs ?? 0 };
    }),
  );
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const file of files.sort((a, b) => a.changedMs - b.changedMs)) {
    if (total <= mostBytes) return;
    await rm(file.path, { force: true });
    total -= file.bytes;
  }
}
