import { expect, test } from 'vitest';
import {
  cancel,
  claim,
  countJobs,
  enqueue,
  finish,
  interrupt,
  isCurrent,
  nextJob,
  recoverJobs,
  release,
  type Job,
} from '../../src/library/jobs.ts';
import { removePhotos } from '../../src/library/captions.ts';
import type { Database } from '../../src/library/database.ts';
import { undo } from '../../src/library/journal.ts';
import { addPhoto, summaryOf } from '../../src/library/photos.ts';
import { defaultCaptionOptions as options } from '../../src/model/caption.ts';
import { addRead, openTemporary } from './openTemporary.ts';

const add = (db: Database, ...names: readonly string[]): readonly number[] =>
  names.map((name) => addPhoto(db, { path: `/${name}.jpg` }, 0).photo.id);

function take(db: Database, owner = 'me', lookedAt: readonly number[] = []): Job {
  const job = nextJob(db, lookedAt, 'caption');
  if (job === undefined) throw new Error('Nothing is waiting.');
  expect(claim(db, job, 'caption', owner, 0)).toBe(true);
  return job;
}

test('what is looked at goes first, in that order, then what came first', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const ids = add(db, 'a', 'b', 'c', 'd');
  const [a, b, c, d] = ids;
  enqueue(db, ids, options);
  const lookedAt = [d, 999, c].filter((id) => id !== undefined);
  expect([1, 2, 3, 4].map(() => take(db, 'me', lookedAt).photoId)).toEqual([d, c, a, b]);
  expect(nextJob(db, lookedAt, 'caption')).toBeUndefined();
});

test('a job is claimed by one engine alone', async () => {
  await using library = await openTemporary();
  const { db } = library;
  enqueue(db, add(db, 'a'), options);
  const job = nextJob(db, [], 'caption');
  if (job === undefined) throw new Error('Nothing is waiting.');
  expect([claim(db, job, 'caption', 'one', 0), claim(db, job, 'caption', 'two', 0)]).toEqual([true, false]);
});

test('without a model only what has not been read yet is to be done', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const read = addRead(db, '/read.jpg', 'read');
  const [unread] = add(db, 'unread');
  enqueue(db, [read, unread ?? 0], options);
  expect(nextJob(db, [read], 'picture')?.photoId).toBe(unread);
});

test('removed pictures wait until they are back', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const ids = add(db, 'a');
  enqueue(db, ids, options);
  removePhotos(db, ids, 1);
  expect(nextJob(db, ids, 'caption')).toBeUndefined();
  expect(countJobs(db)).toEqual({ waiting: 0, working: 0 });
  undo(db, 2);
  expect(nextJob(db, [], 'caption')?.photoId).toBe(ids[0]);
});

test('a job that is asked for anew while it is in work is another job', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const ids = add(db, 'a');
  enqueue(db, ids, options);
  const first = take(db);
  enqueue(db, ids, { beam: 5, nBest: 2 });
  expect(isCurrent(db, first)).toBe(false);
  finish(db, first);
  expect(nextJob(db, [], 'caption')).toMatchObject({ photoId: ids[0], options: { beam: 5, nBest: 2 } });
});

test('a cancelled picture says that it has no caption yet', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const [id = 0] = add(db, 'a');
  enqueue(db, [id], options);
  expect(summaryOf(db, id, () => true).state).toBe('waiting');
  take(db);
  expect(summaryOf(db, id, () => true).state).toBe('working');
  expect(cancel(db, [id, 999])).toEqual([id]);
  expect(summaryOf(db, id, () => true)).toMatchObject({
    state: 'failed',
    failure: { code: 'cancelled', message: 'a.jpg has no caption yet: choose Redo to ask for one.' },
  });
});

test('jobs of dead engines go back; those of living ones stay', async () => {
  await using library = await openTemporary();
  const { db } = library;
  enqueue(db, add(db, 'a', 'b'), options);
  take(db, 'dead');
  take(db, 'living');
  recoverJobs(db, (owner) => owner === 'living', 1000);
  expect(countJobs(db)).toEqual({ waiting: 1, working: 1 });
  expect(take(db)).toMatchObject({ interrupted: 1 });
  // Nobody works on one picture for so long: the number of its process has gone to another one.
  recoverJobs(db, () => true, 3_600_000);
  expect(countJobs(db)).toMatchObject({ working: 0 });
});

test('the picture over which two engines died is given up; asked for again, it is tried again', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const [id = 0] = add(db, 'bad');
  enqueue(db, [id], options);
  take(db, 'first');
  recoverJobs(db, () => false, 0);
  expect(summaryOf(db, id, () => true).state).toBe('waiting');
  take(db, 'second');
  recoverJobs(db, () => false, 0);
  expect(summaryOf(db, id, () => true)).toMatchObject({
    state: 'failed',
    failure: { code: 'engine/stopped', message: expect.stringContaining('stopped 2 times') as string },
  });
  enqueue(db, [id], options);
  expect(take(db).interrupted).toBe(0);
});

test('a job that was given back unharmed does not count as interrupted', async () => {
  await using library = await openTemporary();
  const { db } = library;
  enqueue(db, add(db, 'a'), options);
  release(db, take(db));
  expect(nextJob(db, [], 'caption')?.interrupted).toBe(0);
  const job = take(db);
  expect(interrupt(db, job)).toBe('waits');
  finish(db, job);
  expect(interrupt(db, job)).toBe('gone');
});
