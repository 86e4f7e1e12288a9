// Undo and redo, kept in the library so that they survive a restart. A change is a pair of pointers or a list of
// pictures: what it leads back to is always still there.
import { assertNever } from '../errors.ts';
import type { HistoryChange, HistoryStep, ImageHash } from '../ipc.ts';
import { idsIn, type Database, type Row } from './database.ts';
import { photosOfHash } from './photos.ts';

/** A pointer's two ends. */
export interface PointerChange {
  readonly kind: 'edit' | 'revert';
  readonly hash: ImageHash;
  /** The person's caption before and after: ids in `captions`; none where the model's counts. */
  readonly before?: number;
  readonly after?: number;
  /** It was undone once: what is typed after it was done again is a step of its own. */
  readonly walked?: true;
}

export type Change =
  PointerChange | { readonly kind: 'remove'; readonly ids: readonly number[]; readonly walked?: true };

/** A step that led to the caption that counts now, and that typing may still go on with. */
export interface OpenEdit {
  readonly id: number;
  readonly name: string;
  readonly entry: PointerChange;
}

/** A caption that stood for so long was finished: what is typed then is another step. */
const longestPauseMs = 60_000;

/** What undo and redo did: the pictures concerned and whether they are in the window now. */
export interface Step extends HistoryStep {
  readonly removedIds: readonly number[];
}

/**
 * Does a change, notes it and gives up what could have been done again.
 * @param name of the picture, or of the first that is removed
 */
export function change(db: Database, entry: Change, name: string, atMs: number): Step {
  return db.transaction(() => {
    db.run("UPDATE journal SET state = 'dropped' WHERE state = 'undone'");
    db.run(
      "INSERT INTO journal (kind, name, change, state, at_ms) VALUES (?, ?, ?, 'done', ?)",
      entry.kind,
      name,
      JSON.stringify(entry),
      Math.trunc(atMs),
    );
    return step(db, said(entry, name), apply(db, entry, 'after', atMs));
  });
}

/** The newest step, where it is the edit that wrote this caption: not too long ago, and never undone since. */
export function openEdit(db: Database, captionId: number, atMs: number): OpenEdit | undefined {
  const row = db.get('SELECT * FROM journal ORDER BY id DESC LIMIT 1');
  if (row?.['state'] !== 'done') return undefined;
  const entry = JSON.parse(row['change'] as string) as Change;
  if (entry.kind !== 'edit' || entry.after !== captionId || entry.walked === true) return undefined;
  const pauseMs = atMs - (row['at_ms'] as number);
  if (pauseMs < 0 || pauseMs > longestPauseMs) return undefined;
  return { id: row['id'] as number, name: row['name'] as string, entry };
}

/** The same step, now to a later caption: undone, it leads back to where it led before. */
export function extend(db: Database, { id, name, entry }: OpenEdit, after: number, atMs: number): Step {
  return db.transaction(() => {
    const longer: Change = { ...entry, after };
    db.run(
      'UPDATE journal SET change = ?, at_ms = ? WHERE id = ?',
      JSON.stringify(longer),
      Math.trunc(atMs),
      id,
    );
    return step(db, said(longer, name), apply(db, longer, 'after', atMs));
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
    const entry: Change = { ...(JSON.parse(row['change'] as string) as Change), walked: true };
    db.run(
      'UPDATE journal SET state = ?, change = ? WHERE id = ?',
      side === 'before' ? 'undone' : 'done',
      JSON.stringify(entry),
      row['id'] as number,
    );
    return step(db, said(entry, row['name'] as string), apply(db, entry, side, atMs));
  });
}

/** Nothing was changed; says what can be. */
export const noStep = (db: Database): Step => step(db, undefined, { ids: [], removedIds: [] });

const said = (entry: Change, name: string): HistoryChange => ({
  kind: entry.kind,
  name,
  count: entry.kind === 'remove' ? entry.ids.length : 1,
});

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

function step(db: Database, done: HistoryChange | undefined, touched: Touched): Step {
  const has = (state: 'done' | 'undone'): boolean =>
    db.get('SELECT 1 FROM journal WHERE state = ? LIMIT 1', state) !== undefined;
  return { change: done, canUndo: has('done'), canRedo: has('undone'), ...touched };
}
