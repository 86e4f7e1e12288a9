// Takes files, folders and pasted pictures into the library and puts them into the queue.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { writeWhole } from '../files/writeWhole.ts';
import { findImages } from '../image/findImages.ts';
import type { AddResult } from '../ipc.ts';
import type { Database } from '../library/database.ts';
import { isQueued } from '../library/jobs.ts';
import { addPhoto, summariesOf, type PhotoFile } from '../library/photos.ts';
import { readSettings } from '../library/settings.ts';
import type { CaptionQueue } from './captionQueue.ts';
import { stampOf } from './cacheFolder.ts';

export interface Adding {
  readonly db: Database;
  readonly dataFolder: string;
  readonly clock: () => number;
  readonly queue: CaptionQueue;
  readonly changed: (ids: readonly number[]) => void;
}

export const pastedFolder = (dataFolder: string): string => join(dataFolder, 'pasted');

/** Adds files, and the pictures in folders. Files are only noted here; they are read when their turn comes. */
export async function addPaths(adding: Adding, paths: readonly string[]): Promise<AddResult> {
  const found = await findImages(
    paths.map((path) => resolve(path)),
    { recursive: true },
  );
  const files = found.filter((one) => one.kind === 'file');
  const failures = found.flatMap((one) => (one.kind === 'failure' ? [one.error] : []));
  return { ...(await addFiles(adding, files)), failures };
}

/** Keeps a pasted picture as a file in the data folder, named by its bytes, and adds it. */
export async function addBytes(adding: Adding, bytes: Uint8Array, name: string): Promise<AddResult> {
  if (bytes.byteLength === 0) {
    const message = `${name} is empty (0 bytes): copy the picture again and paste it.`;
    return { ids: [], known: 0, failures: [{ code: 'image/empty', message }] };
  }
  const folder = pastedFolder(adding.dataFolder);
  await mkdir(folder, { recursive: true });
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = join(folder, `${hash}${/^\.[a-z0-9]{1,5}$/i.exec(extname(name))?.[0] ?? ''}`);
  if ((await stampOf(path)) === undefined) await writeWhole(path, bytes, { overwrite: true });
  return { ...(await addFiles(adding, [{ path, name }])), failures: [] };
}

async function addFiles(
  { db, clock, queue, changed }: Adding,
  files: readonly { readonly path: string; readonly name?: string }[],
): Promise<Pick<AddResult, 'ids' | 'known'>> {
  const added = db.transaction(() => files.map((file) => addPhoto(db, file, clock())));
  const ids = added.map(({ photo }) => photo.id);
  const captioned = new Set(
    summariesOf(db, ids, () => true).flatMap(({ id, caption }) => (caption === undefined ? [] : [id])),
  );
  const toCaption: number[] = [];
  for (const { photo } of added) {
    if (!isQueued(db, photo.id) && (!captioned.has(photo.id) || (await hasChanged(photo)))) {
      toCaption.push(photo.id);
    }
  }
  changed(ids);
  queue.add(toCaption, readSettings(db).caption);
  return { ids, known: added.filter(({ known }) => known).length };
}

/** A file that was read before is worth reading again when it is another one now, or had failed. */
async function hasChanged(photo: PhotoFile): Promise<boolean> {
  if (photo.failed || photo.stamp === undefined) return true;
  const now = await stampOf(photo.path);
  return now !== undefined && (now.bytes !== photo.stamp.bytes || now.changedMs !== photo.stamp.changedMs);
}
