import { copyFile, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { backUp } from '../../src/library/backup.ts';
import { captionHistory, editCaption } from '../../src/library/captions.ts';
import { Database } from '../../src/library/database.ts';
import { undo } from '../../src/library/journal.ts';
import { migrate, schemaVersion } from '../../src/library/migrations.ts';
import { backupFolder, libraryPath, openLibrary } from '../../src/library/openLibrary.ts';
import { listPhotos } from '../../src/library/photos.ts';
import { addRead, hashOf } from './openTemporary.ts';
import { takeReportsAway } from './studyOf.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-'));
});
afterEach(() => rm(folder, { recursive: true }));

const hourMs = 3_600_000;
const captionsOf = (db: Database): readonly (string | undefined)[] =>
  listPhotos(db, () => true).map(({ caption }) => caption);

/** A library with one edited photo, and its backup of `backupAtMs`. */
async function makeLibrary(backupAtMs = 1000): Promise<void> {
  const { db } = await openLibrary(folder, 0);
  editCaption(db, addRead(db, '/a.jpg', 'a'), 'kept', 1);
  await backUp(db, backupFolder(folder), backupAtMs);
  db.close();
}

/** Overwrites the middle of the file, as a failing disk does. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  for (let at = 4096; at < size; at += 4096) await file.write(Buffer.alloc(600, 0xa5), 0, 600, at);
  await file.close();
}

describe('migrations', () => {
  test('an empty file of version 0 gets the present tables', () => {
    const db = new Database(join(folder, 'empty.sqlite'));
    expect(db.get('PRAGMA user_version')?.['user_version']).toBe(0);
    migrate(db);
    expect(db.get('PRAGMA user_version')?.['user_version']).toBe(schemaVersion);
    const tables = db.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    expect(tables.map((row) => row['name'])).toEqual(
      expect.arrayContaining([
        'captions',
        'candidates',
        'images',
        'jobs',
        'journal',
        'photos',
        'settings',
        'tags',
      ]),
    );
    migrate(db);
    db.close();
  });

  test('a library of version 1 keeps captions, history and undo', async () => {
    const { db } = await openLibrary(folder, 0);
    const id = addRead(db, '/house of cards.jpg', 'a');
    editCaption(db, id, 'first', 1);
    editCaption(db, id, 'second', 2);
    takeReportsAway(db);
    db.exec('ALTER TABLE captions DROP COLUMN continues; PRAGMA user_version = 1;');
    db.close();
    const { db: again } = await openLibrary(folder, 3);
    expect(captionHistory(again, hashOf('a')).map(({ text }) => text)).toEqual(['second', 'first']);
    editCaption(again, id, 'second, longer', 4, true);
    expect(captionsOf(again)).toEqual(['second, longer']);
    expect(undo(again, 5).change).toEqual({ kind: 'edit', name: 'house of cards.jpg', count: 1 });
    expect(captionsOf(again)).toEqual(['first']);
    again.close();
  });

  test('a library of a newer version is refused and left as it is', async () => {
    await makeLibrary();
    const newer = new DatabaseSync(libraryPath(folder));
    newer.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    newer.close();
    await expect(openLibrary(folder, 0)).rejects.toMatchObject({ code: 'library/newer' });
    expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toEqual([]);
  });
});

describe('a damaged library', () => {
  test.each([
    ['overwritten in the middle', damage],
    ['not a library at all', (path: string) => writeFile(path, 'something else '.repeat(1000))],
    [
      'cut short',
      async (path: string) => {
        const file = await open(path, 'r+');
        await file.truncate(5000);
        await file.close();
      },
    ],
  ])('%s is set aside and the backup put in its place', async (_, spoil) => {
    await makeLibrary();
    await spoil(libraryPath(folder));
    const { db, notice } = await openLibrary(folder, 5000);
    expect(captionsOf(db)).toEqual(['kept']);
    expect(notice?.code).toBe('library/damaged');
    expect(notice?.message).toContain('library.damaged-5000.sqlite');
    expect(notice?.message).toContain('1970-01-01 00:00 UTC');
    expect(await readdir(folder)).toContain('library.damaged-5000.sqlite');
    db.close();
    const again = await openLibrary(folder, 6000);
    expect(again.notice).toBeUndefined();
    again.db.close();
  });

  test('the newest sound backup is taken, not a damaged newer one', async () => {
    await makeLibrary(1000);
    const newer = join(backupFolder(folder), 'library-0000000002000.sqlite');
    await copyFile(join(backupFolder(folder), 'library-0000000001000.sqlite'), newer);
    await damage(newer);
    await damage(libraryPath(folder));
    const { db, notice } = await openLibrary(folder, 5000);
    expect(captionsOf(db)).toEqual(['kept']);
    expect(notice?.message).toContain('00:00 UTC');
    db.close();
  });

  test('without a backup a new library is begun, and the person told', async () => {
    await writeFile(libraryPath(folder), 'x'.repeat(10_000));
    const { db, notice } = await openLibrary(folder, 5000);
    expect(captionsOf(db)).toEqual([]);
    expect(notice?.message).toContain('a new library was begun');
    db.close();
  });

  test('a library that has vanished comes back from its backup', async () => {
    await makeLibrary();
    await rm(libraryPath(folder));
    const { db, notice } = await openLibrary(folder, 5000);
    expect(captionsOf(db)).toEqual(['kept']);
    expect(notice?.message).toContain('The library was missing');
    db.close();
  });
});

test('backups are thinned out: the newest two, and one of each of the last four days', async () => {
  const { db } = await openLibrary(folder, 0);
  const backups = backupFolder(folder);
  await mkdir(backups);
  const at = (day: number, hour: number): number => (day * 24 + hour) * hourMs;
  for (let day = 1; day <= 6; day += 1)
    for (const hour of [1, 5, 9]) await backUp(db, backups, at(day, hour));
  const kept = (await readdir(backups)).map((name) => Number(name.replace(/\D/g, ''))).sort((a, b) => a - b);
  expect(kept).toEqual([at(3, 9), at(4, 9), at(5, 9), at(6, 5), at(6, 9)]);
  db.close();
});

test('a data folder that cannot be made is a failure with a sentence', async () => {
  await writeFile(join(folder, 'file'), '');
  const refused = openLibrary(join(folder, 'file', 'data'), 0);
  await expect(refused).rejects.toBeInstanceOf(AppError);
  await expect(refused).rejects.toMatchObject({ code: 'file/unwritable' });
});
