// Sentences that a person keeps, to put them into reports.
import { AppError } from '../errors.ts';
import { plainCharacters } from '../report/plainCharacters.ts';
import type { Database } from './database.ts';

export interface Phrase {
  readonly id: number;
  readonly text: string;
}

/** The last used or kept first. */
export const listPhrases = (db: Database): readonly Phrase[] =>
  db
    .all('SELECT id, text FROM phrases ORDER BY used_ms DESC, id DESC')
    .map((row) => ({ id: row['id'] as number, text: row['text'] as string }));

/**
 * Keeps a phrase; one that is there already comes to the front.
 * @throws AppError usage: no words
 */
export function keepPhrase(db: Database, typed: string, atMs: number): Phrase {
  const text = phraseText(typed);
  const row = db.get(
    `INSERT INTO phrases (text, used_ms) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET used_ms = excluded.used_ms RETURNING id`,
    text,
    Math.trunc(atMs),
  );
  return { id: row?.['id'] as number, text };
}

/**
 * Other words for a phrase; where they are another phrase already, the two become one.
 * @throws AppError usage: no words, no such phrase
 */
export function editPhrase(db: Database, id: number, typed: string): void {
  const text = phraseText(typed);
  db.transaction(() => {
    db.run('DELETE FROM phrases WHERE text = ? AND id != ?', text, id);
    requireOne(db.run('UPDATE phrases SET text = ? WHERE id = ?', text, id).changes);
  });
}

/** @throws AppError usage: no such phrase */
export const usePhrase = (db: Database, id: number, atMs: number): void =>
  requireOne(db.run('UPDATE phrases SET used_ms = ? WHERE id = ?', Math.trunc(atMs), id).changes);

export function forgetPhrase(db: Database, id: number): void {
  db.run('DELETE FROM phrases WHERE id = ?', id);
}

function phraseText(typed: string): string {
  const text = plainCharacters(typed).trim();
  if (text === '') throw new AppError('usage', 'The phrase has no words: write it first.');
  return text;
}

function requireOne(changes: number): void {
  if (changes !== 1) throw new AppError('usage', 'There is no such phrase: choose one from the list.');
}
