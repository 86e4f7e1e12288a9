import { expect, test } from 'vitest';
import { editPhrase, forgetPhrase, keepPhrase, listPhrases, usePhrase } from '../../src/library/phrases.ts';
import { openTemporary } from './openTemporary.ts';

test('phrases are kept once, the last used first', async () => {
  await using library = await openTemporary();
  const { db } = library;
  const clear = keepPhrase(db, ' Lungs are clear. ', 1);
  const heart = keepPhrase(db, 'Η καρδιά έχει φυσιολογικό μέγεθος.', 2);
  const texts = (): readonly string[] => listPhrases(db).map(({ text }) => text);
  expect(texts()).toEqual([heart.text, 'Lungs are clear.']);
  usePhrase(db, clear.id, 3);
  expect(texts()).toEqual(['Lungs are clear.', heart.text]);
  expect(keepPhrase(db, heart.text, 4)).toEqual(heart);
  expect(texts()[0]).toBe(heart.text);
  editPhrase(db, clear.id, heart.text);
  expect(listPhrases(await library.reopen())).toEqual([{ id: clear.id, text: heart.text }]);
});

test('what is not there or has no words is refused', async () => {
  await using library = await openTemporary();
  const { db } = library;
  expect(() => keepPhrase(db, ' \u0000 ', 1)).toThrow('no words');
  expect(() => usePhrase(db, 1, 1)).toThrow('no such phrase');
  expect(() => editPhrase(db, 1, 'a')).toThrow('no such phrase');
  const { id } = keepPhrase(db, 'a', 1);
  forgetPhrase(db, id);
  forgetPhrase(db, id);
  expect(listPhrases(db)).toEqual([]);
});
