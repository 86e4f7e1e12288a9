// A report and its changes as JSON in a row. What the model wrote, with its attention maps, is kept once and named by
// its hash, so that the report can be kept whole after every change.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Change } from '../report/change.ts';
import type { Report, SentenceDraft } from '../report/report.ts';
import type { Database } from './database.ts';

/** A change as it is kept: of a draft, what it was asked for; its sentences are in the report after it. */
export type KeptChange =
  | { readonly kind: 'create' }
  | Exclude<Change, { readonly kind: 'redraft' }>
  | Omit<Extract<Change, { readonly kind: 'redraft' }>, 'draft'>;

export const packChange = (change: Change): string =>
  JSON.stringify(change.kind === 'redraft' ? { kind: change.kind, reason: change.reason } : change);

export const unpackChange = (json: string): KeptChange => JSON.parse(json) as KeptChange;

/** The report's JSON with names in the place of drafts; drafts that are new are kept. */
export function packReport(db: Database, report: Report): string {
  const sentences = report.sentences.map((sentence) =>
    sentence.draft === undefined ? sentence : { ...sentence, draft: keepDraft(db, sentence.draft) },
  );
  return JSON.stringify({ ...report, sentences });
}

function keepDraft(db: Database, draft: SentenceDraft): string {
  const json = JSON.stringify(draft);
  const hash = createHash('sha256').update(json).digest('hex');
  db.run('INSERT OR IGNORE INTO sentence_drafts (hash, draft) VALUES (?, ?)', hash, json);
  return hash;
}

const packedSchema = z.looseObject({
  sentences: z.array(z.looseObject({ draft: z.string().optional() })),
});

/** @throws AppError library/damaged */
export function unpackReport(db: Database, json: string): Report {
  const parsed = packedSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw damaged(db);
  const sentences = parsed.data.sentences.map((sentence) => {
    if (sentence.draft === undefined) return sentence;
    const row = db.get('SELECT draft FROM sentence_drafts WHERE hash = ?', sentence.draft);
    if (row === undefined) throw damaged(db);
    return { ...sentence, draft: JSON.parse(row['draft'] as string) as SentenceDraft };
  });
  return { ...parsed.data, sentences } as unknown as Report;
}

const damaged = (db: Database): AppError =>
  new AppError(
    'library/damaged',
    `A report in the library ${db.path} is damaged: start the app again to go back to the newest backup.`,
  );
