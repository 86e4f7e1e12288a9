// The queue's rows: what waits to be captioned, who works on it, and what an engine that died left behind.
import type { CaptionOptions } from '../model/caption.ts';
import { idsIn, type Database, type Row } from './database.ts';
import { setFailure } from './photos.ts';

/** 'caption' asks the model; 'picture' only reads the file and makes what the window shows. */
export type JobStage = 'caption' | 'picture';

export interface Job {
  /** Changes when a picture is asked for again, so that a job cannot be mistaken for its successor. */
  readonly seq: number;
  readonly photoId: number;
  readonly goal: JobStage;
  readonly options: CaptionOptions;
  /** How often an engine died or was killed while it worked on this. */
  readonly interrupted: number;
}

/** Engines that may die over one picture before it is given up. */
const mostInterruptions = 2;
/** A claim so old belongs to nobody, even if a process with its owner's number lives. */
const longestClaimMs = 15 * 60_000;

function toJob(row: Row): Job {
  return {
    seq: row['seq'] as number,
    photoId: row['photo_id'] as number,
    goal: row['goal'] as JobStage,
    options: { beam: row['beam'] as number, nBest: row['n_best'] as number },
    interrupted: row['attempts'] as number,
  };
}

/** Puts pictures at the end of the queue; one that was there already, or in work, is asked for anew. */
export function enqueue(
  db: Database,
  photoIds: readonly number[],
  options: CaptionOptions,
  goal: JobStage = 'caption',
): void {
  db.transaction(() => {
    for (const id of photoIds) {
      db.run('DELETE FROM jobs WHERE photo_id = ?', id);
      db.run(
        'INSERT INTO jobs (photo_id, goal, beam, n_best) VALUES (?, ?, ?, ?)',
        id,
        goal,
        options.beam,
        options.nBest,
      );
    }
  });
}

/** What should be done next: first what the person looks at, in that order, then what came first. */
export function nextJob(db: Database, lookedAt: readonly number[], stage: JobStage): Job | undefined {
  const doable = `j.owner IS NULL AND p.removed_ms IS NULL
    ${stage === 'picture' ? "AND (j.goal = 'picture' OR p.hash IS NULL)" : ''}`;
  const row =
    (lookedAt.length === 0
      ? undefined
      : db.get(
          `SELECT j.* FROM json_each(?) looked JOIN jobs j ON j.photo_id = looked.value
           JOIN photos p ON p.id = j.photo_id WHERE ${doable} ORDER BY looked.key LIMIT 1`,
          JSON.stringify(lookedAt),
        )) ??
    db.get(
      `SELECT j.* FROM jobs j JOIN photos p ON p.id = j.photo_id WHERE ${doable} ORDER BY j.seq LIMIT 1`,
    );
  return row === undefined ? undefined : toJob(row);
}

/** Takes a job, so that no other engine does; false when one was faster. */
export function claim(db: Database, job: Job, stage: JobStage, owner: string, atMs: number): boolean {
  const { changes } = db.run(
    `UPDATE jobs SET owner = ?, stage = ?, claimed_ms = ?, attempts = attempts + 1
     WHERE seq = ? AND owner IS NULL`,
    owner,
    job.goal === 'picture' ? 'picture' : stage,
    Math.trunc(atMs),
    job.seq,
  );
  return changes > 0;
}

/** Gives a job back unharmed. */
export function release(db: Database, job: Job): void {
  db.run(
    'UPDATE jobs SET owner = NULL, stage = NULL, claimed_ms = NULL, attempts = 0 WHERE seq = ?',
    job.seq,
  );
}

/** False when the job was cancelled, or asked for anew, meanwhile. */
export function isCurrent(db: Database, job: Job): boolean {
  return db.get('SELECT 1 FROM jobs WHERE seq = ?', job.seq) !== undefined;
}

/** Done with a job, well or badly. */
export function finish(db: Database, job: Job): void {
  db.run('DELETE FROM jobs WHERE seq = ?', job.seq);
}

/** Takes pictures out of the queue; answers those that were in it. */
export function cancel(db: Database, photoIds: readonly number[]): readonly number[] {
  return db
    .all(`DELETE FROM jobs WHERE photo_id IN ${idsIn} RETURNING photo_id`, JSON.stringify(photoIds))
    .map((row) => row['photo_id'] as number);
}

export const isQueued = (db: Database, photoId: number): boolean =>
  db.get('SELECT 1 FROM jobs WHERE photo_id = ?', photoId) !== undefined;

export function countJobs(db: Database): { readonly waiting: number; readonly working: number } {
  const row = db.get(
    `SELECT count(*) AS every, count(*) FILTER (WHERE j.stage = 'caption') AS working
     FROM jobs j JOIN photos p ON p.id = j.photo_id WHERE p.removed_ms IS NULL AND j.goal = 'caption'`,
  );
  const working = Number(row?.['working'] ?? 0);
  return { waiting: Number(row?.['every'] ?? 0) - working, working };
}

/**
 * Puts back a job over which an engine or its model died. After the second time the picture is marked as failed
 * instead, so that it cannot bring down a third.
 */
export function interrupt(db: Database, job: Job): 'waits' | 'failed' | 'gone' {
  return db.transaction(() => {
    const row = db.get(
      `UPDATE jobs SET owner = NULL, stage = NULL, claimed_ms = NULL WHERE seq = ?
       RETURNING attempts, (SELECT name FROM photos WHERE id = photo_id) AS name`,
      job.seq,
    );
    if (row === undefined) return 'gone';
    const attempts = row['attempts'] as number;
    if (attempts < mostInterruptions) return 'waits';
    finish(db, job);
    setFailure(db, job.photoId, {
      code: 'engine/stopped',
      message: `The captioning stopped ${attempts} times while it worked on ${row['name'] as string}: choose Redo to try it once more.`,
    });
    return 'failed';
  });
}

/** Puts back what engines that are no more had taken; answers the pictures concerned. */
export function recoverJobs(
  db: Database,
  isAlive: (owner: string) => boolean,
  atMs: number,
): readonly number[] {
  return db.transaction(() => {
    const left = db.all('SELECT * FROM jobs WHERE owner IS NOT NULL').filter((row) => {
      const isYoung = atMs - (row['claimed_ms'] as number) < longestClaimMs;
      return !isYoung || !isAlive(row['owner'] as string);
    });
    return left.map(toJob).map((job) => {
      interrupt(db, job);
      return job.photoId;
    });
  });
}
