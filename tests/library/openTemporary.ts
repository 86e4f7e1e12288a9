// A library in a folder of its own, with images and photos made up, for the store's tests.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaptionResult } from '../../src/model/caption.ts';
import type { Database } from '../../src/library/database.ts';
import { openLibrary } from '../../src/library/openLibrary.ts';
import { addPhoto, recordRead } from '../../src/library/photos.ts';

export interface TemporaryLibrary extends AsyncDisposable {
  readonly folder: string;
  readonly db: Database;
  /** Closes and opens it again. */
  reopen(): Promise<Database>;
}

export async function openTemporary(): Promise<TemporaryLibrary> {
  const folder = await mkdtemp(join(tmpdir(), 'library-'));
  let { db } = await openLibrary(folder, 0);
  return {
    folder,
    get db() {
      return db;
    },
    async reopen() {
      db.close();
      ({ db } = await openLibrary(folder, 0));
      return db;
    },
    async [Symbol.asyncDispose]() {
      db.close();
      await rm(folder, { recursive: true });
    },
  };
}

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Adds a photo whose bytes are `content`, as if it had been read. */
export function addRead(db: Database, path: string, content: string): number {
  const { photo } = addPhoto(db, { path }, 0);
  recordRead(
    db,
    photo.id,
    { hash: hashOf(content), bytes: content.length, width: 4, height: 3 },
    { bytes: content.length, changedMs: 0 },
  );
  return photo.id;
}

/** What a model might say. */
export function resultOf(text: string, model = 'model@1'): CaptionResult {
  const words = text
    .split(' ')
    .map((word) => ({ text: word, probability: 0.5, attention: Array.from({ length: 49 }, () => 1 / 49) }));
  return {
    captions: [{ text, words, probability: 1 }],
    probability: 0.7,
    hedged: false,
    tags: [
      { tag: 'dog', probability: 0.9 },
      { tag: 'beach', probability: 0.4 },
    ],
    model,
  };
}
