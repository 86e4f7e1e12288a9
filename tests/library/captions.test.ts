import { expect, test } from 'vitest';
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
    label: 'Revert of beach.jpg',
    canUndo: true,
    canRedo: true,
    ids: [id],
  });
  expect(caption()).toBe('second');
  undo(db, 6);
  expect(caption()).toBe('first');
  expect(undo(db, 7)).toMatchObject({ label: 'Edit of beach.jpg', canUndo: false, canRedo: true });
  expect(caption()).toBe('a dog');
  expect(undo(db, 8)).toMatchObject({ label: undefined, ids: [] });
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
  expect(redo(db, 4).label).toBeUndefined();
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
  expect(removePhotos(db, ids, 2)).toMatchObject({ label: 'Removal of 2 photos', ids, removedIds: ids });
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

test('an edit of a picture that was not read yet is refused with a sentence', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const { photo } = addPhoto(db, { path: '/new.jpg' }, 0);
  expect(() => editCaption(db, photo.id, 'text', 1)).toThrow('new.jpg has not been read yet');
  expect(() => photoFile(db, 999)).toThrow('There is no picture 999');
});
