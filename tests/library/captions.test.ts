import { describe, expect, test } from 'vitest';
import {
  captionHistory,
  currentResult,
  editCaption,
  removePhotos,
  reuseResult,
  revertCaption,
  saveResult,
} from '../../src/library/captions.ts';
import { redo, undo } from '../../src/library/journal.ts';
import { addPhoto, listPhotos, photoFile, summaryOf } from '../../src/library/photos.ts';
import { defaultCaptionOptions as options } from '../../src/model/caption.ts';
import type { Database } from '../../src/library/database.ts';
import { addRead, hashOf, openTemporary, resultOf } from './openTemporary.ts';

const shown = (): boolean => true;

test('a picture shows what the model said, until a person writes', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = addRead(db, '/a.jpg', 'a');
  saveResult(db, hashOf('a'), resultOf('a dog'), options, 1);
  expect(summaryOf(db, id, shown)).toMatchObject({
    state: 'captioned',
    caption: 'a dog',
    author: 'model',
    probability: 0.7,
    hedged: false,
  });
  editCaption(db, id, 'my dog', 2);
  expect(summaryOf(db, id, shown)).toMatchObject({ state: 'edited', caption: 'my dog', author: 'person' });
});

test('a late result never replaces what a person wrote, and is still there to choose from', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = addRead(db, '/a.jpg', 'a');
  editCaption(db, id, 'my dog', 1);
  saveResult(db, hashOf('a'), resultOf('a dog'), options, 2);
  expect(summaryOf(db, id, shown)).toMatchObject({ caption: 'my dog', author: 'person', state: 'edited' });
  expect(currentResult(db, hashOf('a'))?.captions[0]?.text).toBe('a dog');
  revertCaption(db, id, 3);
  expect(summaryOf(db, id, shown)).toMatchObject({ caption: 'a dog', author: 'model', state: 'captioned' });
});

test('the history holds every sentence, newest first', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = addRead(db, '/a.jpg', 'a');
  saveResult(db, hashOf('a'), resultOf('a dog'), options, 1);
  editCaption(db, id, 'my dog', 2);
  editCaption(db, id, 'my old dog', 3);
  saveResult(db, hashOf('a'), resultOf('a brown dog'), { beam: 5, nBest: 5 }, 4);
  expect(
    captionHistory(db, hashOf('a')).map(({ text, author, model, atMs }) => [text, author, model, atMs]),
  ).toEqual([
    ['a brown dog', 'model', 'model@1 (beam 5, 5-best)', 4],
    ['my old dog', 'person', undefined, 3],
    ['my dog', 'person', undefined, 2],
    ['a dog', 'model', 'model@1 (beam 3, 3-best)', 1],
  ]);
});

const edited = { kind: 'edit', name: 'beach.jpg', count: 1 };

test('undo and redo go through edits and reverts, also across a restart', async () => {
  await using library = await openTemporary();
  const id = addRead(library.db, '/beach.jpg', 'a');
  saveResult(library.db, hashOf('a'), resultOf('a dog'), options, 1);
  editCaption(library.db, id, 'first', 2);
  editCaption(library.db, id, 'second', 3);
  revertCaption(library.db, id, 4);
  const db = await library.reopen();
  const caption = (): string | undefined => summaryOf(db, id, shown).caption;
  expect(caption()).toBe('a dog');
  expect(undo(db, 5)).toMatchObject({
    change: { kind: 'revert', name: 'beach.jpg', count: 1 },
    canUndo: true,
    canRedo: true,
    ids: [id],
  });
  expect(caption()).toBe('second');
  undo(db, 6);
  expect(caption()).toBe('first');
  expect(undo(db, 7)).toMatchObject({ change: edited, canUndo: false, canRedo: true });
  expect(caption()).toBe('a dog');
  expect(undo(db, 8)).toMatchObject({ change: undefined, ids: [] });
  redo(db, 9);
  expect(caption()).toBe('first');
});

test('a new change gives up what could have been done again', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = addRead(db, '/a.jpg', 'a');
  editCaption(db, id, 'first', 1);
  undo(db, 2);
  expect(editCaption(db, id, 'other', 3)).toMatchObject({ canUndo: true, canRedo: false });
  expect(redo(db, 4).change).toBeUndefined();
  expect(summaryOf(db, id, shown).caption).toBe('other');
});

test('writing the same again is no change', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = addRead(db, '/a.jpg', 'a');
  editCaption(db, id, 'same', 1);
  expect(editCaption(db, id, 'same', 2)).toBeUndefined();
  expect(captionHistory(db, hashOf('a'))).toHaveLength(1);
});

test('removed pictures come back with their captions, by undo or by being added again', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const ids = [addRead(db, '/a.jpg', 'a'), addRead(db, '/b.jpg', 'b')];
  editCaption(db, ids[0] ?? 0, 'mine', 1);
  expect(removePhotos(db, ids, 2)).toMatchObject({
    change: { kind: 'remove', name: 'a.jpg', count: 2 },
    ids,
    removedIds: ids,
  });
  expect(listPhotos(db, shown)).toEqual([]);
  expect(undo(db, 3)).toMatchObject({ ids, removedIds: [] });
  expect(listPhotos(db, shown).map(({ caption }) => caption)).toEqual(['mine', undefined]);
  redo(db, 4);
  expect(listPhotos(db, shown)).toEqual([]);
  const { photo, known } = addPhoto(db, { path: '/a.jpg' }, 5);
  expect([photo.id, known]).toEqual([ids[0], false]);
  expect(listPhotos(db, shown).map(({ caption }) => caption)).toEqual(['mine']);
});

test('the same bytes at two paths share their caption', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const [first, second] = [addRead(db, '/a.jpg', 'same'), addRead(db, '/copies/a.jpg', 'same')];
  saveResult(db, hashOf('same'), resultOf('a dog'), options, 1);
  expect(editCaption(db, first, 'our dog', 2)?.ids).toEqual([first, second]);
  expect(summaryOf(db, second, shown).caption).toBe('our dog');
});

test('what a model once said with the same options is taken again without asking it', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const id = addRead(db, '/a.jpg', 'a');
  saveResult(db, hashOf('a'), resultOf('a dog'), options, 1);
  saveResult(db, hashOf('a'), resultOf('two dogs', 'model@2'), options, 2);
  expect(summaryOf(db, id, shown).caption).toBe('two dogs');
  expect(reuseResult(db, hashOf('a'), 'model@1', { beam: 5, nBest: 3 })).toBe('none');
  expect(reuseResult(db, hashOf('a'), 'model@1', options)).toBe('changed');
  expect(reuseResult(db, hashOf('a'), 'model@1', options)).toBe('same');
  expect(summaryOf(db, id, shown).caption).toBe('a dog');
});

test('alternatives, attention and tags come back as they were said', async () => {
  await using library = await openTemporary();
  const { db } = library;
  addRead(db, '/a.jpg', 'a');
  const said = resultOf('a dog');
  saveResult(db, hashOf('a'), said, options, 1);
  const kept = currentResult(db, hashOf('a'));
  expect(kept?.tags).toEqual(said.tags);
  expect(kept?.captions[0]?.words.map(({ text }) => text)).toEqual(['a', 'dog']);
  expect(kept?.captions[0]?.words[0]?.attention.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
});

describe('a spell of typing', () => {
  const secondMs = 1000;
  const texts = (db: Database): readonly string[] =>
    captionHistory(db, hashOf('a')).map((version) => version.text);
  const caption = (db: Database, id: number): string | undefined => summaryOf(db, id, shown).caption;

  /** The model's caption and three saves of one spell, one a second. */
  function typeThrice(db: Database): number {
    const id = addRead(db, '/beach.jpg', 'a');
    saveResult(db, hashOf('a'), resultOf('a dog'), options, 0);
    editCaption(db, id, 'my', secondMs);
    editCaption(db, id, 'my old', 2 * secondMs, true);
    editCaption(db, id, 'my old dog', 3 * secondMs, true);
    return id;
  }

  test('is one step of undo and one entry of the history, also across a restart', async () => {
    await using library = await openTemporary();
    const id = typeThrice(library.db);
    const db = await library.reopen();
    expect(caption(db, id)).toBe('my old dog');
    expect(texts(db)).toEqual(['my old dog', 'a dog']);
    expect(undo(db, 4 * secondMs)).toMatchObject({ change: edited, canUndo: false, ids: [id] });
    expect(summaryOf(db, id, shown)).toMatchObject({ caption: 'a dog', author: 'model' });
    await library.reopen();
    expect(redo(library.db, 5 * secondMs)).toMatchObject({ change: edited, canRedo: false });
    expect(caption(library.db, id)).toBe('my old dog');
  });

  test('deletes and changes no sentence', async () => {
    await using library = await openTemporary();
    typeThrice(library.db);
    const kept = library.db.all("SELECT text FROM captions WHERE author = 'person' ORDER BY id");
    expect(kept.map((row) => row['text'])).toEqual(['my', 'my old', 'my old dog']);
  });

  test('goes on over what the model says meanwhile, which stays beside it', async () => {
    await using library = await openTemporary();
    const { db } = library;
    const id = typeThrice(db);
    saveResult(db, hashOf('a'), resultOf('two dogs'), { beam: 5, nBest: 5 }, 3500);
    expect(caption(db, id)).toBe('my old dog');
    editCaption(db, id, 'my old dog sleeps', 4 * secondMs, true);
    expect(texts(db)).toEqual(['my old dog sleeps', 'two dogs', 'a dog']);
    undo(db, 5 * secondMs);
    expect(caption(db, id)).toBe('two dogs');
  });

  test.each([
    ['that the person left', 4 * secondMs, false, () => undefined],
    ['with a long pause', 64 * secondMs, true, () => undefined],
    ['on a clock that was set back', 2 * secondMs, true, () => undefined],
    [
      'with an undo and a redo after it',
      4 * secondMs,
      true,
      (db: Database) => {
        undo(db, 3500);
        redo(db, 3600);
      },
    ],
    [
      'with an edit of another picture after it',
      4 * secondMs,
      true,
      (db: Database) => editCaption(db, addRead(db, '/b.jpg', 'b'), 'other', 3500),
    ],
    [
      'with a removal after it, undone or not',
      4 * secondMs,
      true,
      (db: Database) => {
        removePhotos(db, [addRead(db, '/b.jpg', 'b')], 3500);
        undo(db, 3600);
      },
    ],
  ])(
    '%s has ended: what is typed then is a step and an entry of its own',
    async (_, atMs, goesOn, between) => {
      await using library = await openTemporary();
      const { db } = library;
      const id = typeThrice(db);
      between(db);
      editCaption(db, id, 'my cat', atMs, goesOn);
      expect(texts(db)).toEqual(['my cat', 'my old dog', 'a dog']);
      undo(db, atMs);
      expect(caption(db, id)).toBe('my old dog');
    },
  );

  test('after a revert begins at the model’s caption', async () => {
    await using library = await openTemporary();
    const { db } = library;
    const id = typeThrice(db);
    revertCaption(db, id, 3500);
    editCaption(db, id, 'my cat', 4 * secondMs, true);
    undo(db, 5 * secondMs);
    expect(caption(db, id)).toBe('a dog');
    undo(db, 6 * secondMs);
    expect(caption(db, id)).toBe('my old dog');
  });

  test('that is undone and typed on leads back to where it began', async () => {
    await using library = await openTemporary();
    const { db } = library;
    const id = typeThrice(db);
    undo(db, 3500);
    expect(editCaption(db, id, 'my cat', 4 * secondMs, true)).toMatchObject({ canRedo: false });
    expect(texts(db)).toEqual(['my cat', 'my old dog', 'a dog']);
    expect(undo(db, 5 * secondMs).canUndo).toBe(false);
    expect(caption(db, id)).toBe('a dog');
  });

  test('that comes back to the person’s earlier words is undone, and can be done again', async () => {
    await using library = await openTemporary();
    const { db } = library;
    const id = addRead(db, '/a.jpg', 'a');
    editCaption(db, id, 'mine', 0);
    editCaption(db, id, 'mine, h', secondMs);
    editCaption(db, id, 'mine, here', 2 * secondMs, true);
    expect(editCaption(db, id, 'mine', 3 * secondMs, true)).toMatchObject({ canRedo: true, ids: [id] });
    expect(caption(db, id)).toBe('mine');
    expect(texts(db)).toEqual(['mine, here', 'mine']);
    redo(db, 4 * secondMs);
    expect(caption(db, id)).toBe('mine, here');
    undo(db, 5 * secondMs);
    undo(db, 6 * secondMs);
    expect(caption(db, id)).toBeUndefined();
  });
});

test('an edit of a picture that was not read yet is refused with a sentence', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const { photo } = addPhoto(db, { path: '/new.jpg' }, 0);
  expect(() => editCaption(db, photo.id, 'text', 1)).toThrow('new.jpg has not been read yet');
  expect(() => photoFile(db, 999)).toThrow('There is no picture 999');
});
