// Captions of images: what the model said, what the person wrote, and which of them counts.
// The two never touch each other's pointer, so a result that comes late cannot replace what a person typed.
import { AppError } from '../errors.ts';
import type { CaptionVersion, ImageHash } from '../ipc.ts';
import type { Caption, CaptionOptions, CaptionResult, TagScore } from '../model/caption.ts';
import { packCandidates, unpackCandidates } from './candidates.ts';
import type { Database } from './database.ts';
import { change, extend, noStep, openEdit, undo, type Step } from './journal.ts';
import { photoFile, setFailure } from './photos.ts';

/** Keeps what the model said and makes it the model's present word; a person's caption stays what counts. */
export function saveResult(
  db: Database,
  hash: ImageHash,
  result: CaptionResult,
  options: CaptionOptions,
  atMs: number,
): void {
  const [best] = result.captions;
  if (best === undefined) throw new Error('Bug: a result without captions');
  db.transaction(() => {
    if (reuseResult(db, hash, result.model, options) !== 'none') return;
    const { lastInsertRowid: resultId } = db.run(
      'INSERT INTO results (hash, model, beam, n_best, text, probability, hedged) VALUES (?, ?, ?, ?, ?, ?, ?)',
      hash,
      result.model,
      options.beam,
      options.nBest,
      best.text,
      result.probability,
      result.hedged ? 1 : 0,
    );
    const { words, attention } = packCandidates(result.captions);
    db.run(
      'INSERT INTO candidates (result_id, words, attention) VALUES (?, ?, ?)',
      resultId,
      words,
      attention,
    );
    for (const { tag, probability } of result.tags) {
      db.run(
        'INSERT OR REPLACE INTO tags (result_id, tag, probability) VALUES (?, ?, ?)',
        resultId,
        tag,
        probability,
      );
    }
    db.run(
      "INSERT INTO captions (hash, author, text, model, beam, n_best, at_ms) VALUES (?, 'model', ?, ?, ?, ?, ?)",
      hash,
      best.text,
      result.model,
      options.beam,
      options.nBest,
      Math.trunc(atMs),
    );
    db.run('UPDATE images SET result_id = ? WHERE hash = ?', resultId, hash);
  });
}

/**
 * Takes what the same model said earlier about the same bytes with the same options.
 * @returns 'none' if it has said nothing, 'same' if that was its last word already
 */
export function reuseResult(
  db: Database,
  hash: ImageHash,
  model: string,
  options: CaptionOptions,
): 'none' | 'same' | 'changed' {
  const row = db.get(
    `SELECT r.id, i.result_id FROM results r JOIN images i ON i.hash = r.hash
     WHERE r.hash = ? AND r.model = ? AND r.beam = ? AND r.n_best = ?`,
    hash,
    model,
    options.beam,
    options.nBest,
  );
  if (row === undefined) return 'none';
  if (row['id'] === row['result_id']) return 'same';
  db.run('UPDATE images SET result_id = ? WHERE hash = ?', row['id'] as number, hash);
  return 'changed';
}

/** What the model last said about an image. */
export function currentResult(
  db: Database,
  hash: ImageHash,
):
  | {
      readonly model: string;
      readonly probability: number;
      readonly hedged: boolean;
      readonly captions: readonly Caption[];
      readonly tags: readonly TagScore[];
    }
  | undefined {
  const row = db.get(
    `SELECT r.id, r.model, r.probability, r.hedged, c.words, c.attention FROM images i
     JOIN results r ON r.id = i.result_id JOIN candidates c ON c.result_id = r.id WHERE i.hash = ?`,
    hash,
  );
  if (row === undefined) return undefined;
  return {
    model: row['model'] as string,
    probability: row['probability'] as number,
    hedged: row['hedged'] === 1,
    captions: unpackCandidates({
      words: row['words'] as string,
      attention: row['attention'] as Uint8Array,
    }),
    tags: db
      .all(
        'SELECT tag, probability FROM tags WHERE result_id = ? ORDER BY probability DESC, tag',
        row['id'] as number,
      )
      .map((tag) => ({ tag: tag['tag'] as string, probability: tag['probability'] as number })),
  };
}

/** Every sentence about an image, newest first; of a spell of typing only the last. */
export function captionHistory(db: Database, hash: ImageHash): readonly CaptionVersion[] {
  return db
    .all(
      `SELECT * FROM captions WHERE hash = ?
       AND id NOT IN (SELECT continues FROM captions WHERE hash = ? AND continues IS NOT NULL)
       ORDER BY id DESC`,
      hash,
      hash,
    )
    .map((row) => ({
      id: row['id'] as number,
      text: row['text'] as string,
      author: row['author'] as 'model' | 'person',
      model:
        row['model'] === null
          ? undefined
          : `${row['model'] as string} (beam ${row['beam'] as number}, ${row['n_best'] as number}-best)`,
      atMs: row['at_ms'] as number,
    }));
}

/**
 * The person's caption from now on, for every picture with the same bytes. Writing what is already there does nothing.
 * @param goesOn in the same spell of typing as the caption that is there, which was stored half-typed: both are one
 *   step of undo and one entry of the history, unless something else was done between or a long pause was made
 * @throws AppError usage: no such picture
 */
export function editCaption(
  db: Database,
  photoId: number,
  text: string,
  atMs: number,
  goesOn = false,
): Step | undefined {
  return db.transaction(() => {
    const { hash, name } = readPhoto(db, photoId);
    setFailure(db, photoId, undefined);
    const before = personCaption(db, hash);
    if (before?.text === text) return undefined;
    const open = goesOn && before !== undefined ? openEdit(db, before.id, atMs) : undefined;
    // Typed, or restored, back to where the spell began: that is the step undone, not a step that does nothing.
    if (open !== undefined && captionText(db, open.entry.before) === text) return undo(db, atMs);
    const { lastInsertRowid: after } = db.run(
      "INSERT INTO captions (hash, author, text, at_ms, continues) VALUES (?, 'person', ?, ?, ?)",
      hash,
      text,
      Math.trunc(atMs),
      open?.entry.after ?? null,
    );
    if (open !== undefined) return extend(db, open, after, atMs);
    const entry = {
      kind: 'edit',
      hash,
      after,
      ...(before === undefined ? {} : { before: before.id }),
    } as const;
    return change(db, entry, name, atMs);
  });
}

/** Back to the model's caption; nothing where the person wrote none. */
export function revertCaption(db: Database, photoId: number, atMs: number): Step | undefined {
  return db.transaction(() => {
    const { hash, name } = photoFile(db, photoId);
    const before = hash === undefined ? undefined : personCaption(db, hash);
    if (hash === undefined || before === undefined) return undefined;
    return change(db, { kind: 'revert', hash, before: before.id }, name, atMs);
  });
}

/** Takes pictures out of the window; their captions stay in the library. */
export function removePhotos(db: Database, ids: readonly number[], atMs: number): Step {
  return db.transaction(() => {
    const present = ids.map((id) => photoFile(db, id)).filter(({ removed }) => !removed);
    const [first] = present;
    if (first === undefined) return noStep(db);
    return change(db, { kind: 'remove', ids: present.map(({ id }) => id) }, first.name, atMs);
  });
}

function personCaption(
  db: Database,
  hash: ImageHash,
): { readonly id: number; readonly text: string } | undefined {
  const row = db.get(
    'SELECT c.id, c.text FROM images i JOIN captions c ON c.id = i.person_caption_id WHERE i.hash = ?',
    hash,
  );
  return row === undefined ? undefined : { id: row['id'] as number, text: row['text'] as string };
}

const captionText = (db: Database, id: number | undefined): string | undefined =>
  id === undefined
    ? undefined
    : (db.get('SELECT text FROM captions WHERE id = ?', id)?.['text'] as string | undefined);

function readPhoto(db: Database, photoId: number): { readonly hash: ImageHash; readonly name: string } {
  const { hash, name } = photoFile(db, photoId);
  if (hash === undefined) {
    throw new AppError('usage', `${name} has not been read yet: wait until it shows, then edit its caption.`);
  }
  return { hash, name };
}
