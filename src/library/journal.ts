// Undo and redo, kept in the library so that they survive a restart. A change is a pair of pointers or a list of
// pictures: what it leads back to is always still there.
import { assertNever } from '../errors.ts';
import type { HistoryStep, ImageHash } from '../ipc.ts';
import { idsIn, type Database, type Row } from './database.ts';
import { photosOfHash } from './photos.ts';

export type Change =
  | {
      readonly kind: 'edit' | 'revert';
      readonly hash: ImageHash;
      /** The person's caption before and after: ids in `captions`; none where the model's counts. */
      readonly before?: number;
      readonly after?: number;
    }
  | { readonly kind: 'remove'; readonly ids: readonly number[] };

/** What undo and redo did: the pictures concerned and whether they are in the window now. */
export interface Step extends HistoryStep {
  readonly removedIds: readonly number[];
}

/** Does a change, notes it and gives up what could have been done again. */
export function change(db: Database, entry: Change, label: string, atMs: number): Step {
  return db.transaction(() => {
    db.run("UPDATE journal SET state = 'dropped' WHERE state = 'undone'");
    db.run(
      "INSERT INTO journal (kind, label, change, state, at_ms) VALUES (?, ?, ?, 'done', ?)",
      entry.kind,
      label,
      JSON.stringify(entry),
      Math.trunc(atMs),
    );
    return step(db, label, apply(db, entry, 'after', atMs));
  });
}

export function undo(db: Database, atMs: number): Step {
  return walk(db, "SELECT * FROM journal WHERE state = 'done' ORDER BY id DESC LIMIT 1", 'before', atMs);
}

export function redo(db: Database, atMs: number): Step {
  return walk(db, "SELECT * FROM journal WHERE state = 'undone' ORDER BY id LIMIT 1", 'after', atMs);
}

function walk(db: Database, query: string, side: 'before' | 'after', atMs: number): Step {
  return db.transaction(() => {
    const row: Row | undefined = db.get(query);
    if (row === undefined) return noStep(db);
    db.run(
      'UPDATE journal SET state = ? WHERE id = ?',
      side === 'before' ? 'undone' : 'done',
      row['id'] as number,
    );
    const entry = JSON.parse(row['change'] as string) as Change;
    return step(db, row['label'] as string, apply(db, entry, side, atMs));
  });
}

/** Nothing was changed; says what can be. */
export const noStep = (db: Database): Step => step(db, undefined, { ids: [], removedIds: [] });

type Touched = Pick<Step, 'ids' | 'removedIds'>;

function apply(db: Database, entry: Change, side: 'before' | 'after', atMs: number): Touched {
  switch (entry.kind) {
    case 'edit':
    case 'revert':
      db.run('UPDATE images SET person_caption_id = ? WHERE hash = ?', entry[side] ?? null, entry.hash);
      return { ids: photosOfHash(db, entry.hash), removedIds: [] };
    case 'remove':
      db.run(
        `UPDATE photos SET removed_ms = ? WHERE id IN ${idsIn}`,
        side === 'after' ? Math.trunc(atMs) : null,
        JSON.stringify(entry.ids),
      );
      return { ids: entry.ids, removedIds: side === 'after' ? entry.ids : [] };
    default:
      return assertNever(entry);
  }
}

function step(db: Database, label: string | undefined, touched: Touched): Step {
  const has = (state: 'done' | 'undone'): boolean =>
    db.get('SELECT 1 FROM journal WHERE state = ? LIMIT 1', state) !== undefined;
  return { label, canUndo: has('done'), canRedo: has('undone'), ...touched };
}
