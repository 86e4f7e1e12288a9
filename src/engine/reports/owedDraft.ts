// Whether a study still waits for the model: its journal ends with a change that asked for a draft, and none came.
import { isLetThrough } from '../../report/films.ts';
import type { Database } from '../../library/database.ts';
import { reportHistory } from '../../library/reports.ts';
import { study } from '../../library/studies.ts';
import { isUnread, reportOf, type Wish } from './readStudy.ts';

/** What the model is to be asked for; undefined where nothing is owed. */
export function owedTo(db: Database, studyId: number): Wish | undefined {
  const open = reportOf(db, studyId);
  if (open === undefined) return 'all';
  const { status, study: own, findings } = open.report;
  if (status === 'signed') return undefined;
  const history = reportHistory(db, open.id);
  const known = new Set(own.images.map(({ hash }) => hash));
  const isLacking = study(db, studyId).films.some(({ hash }) => !known.has(hash));
  // A film that a person took back by undo is not asked for again.
  const tookBack = history.some(({ kind, state }) => kind === 'films' && state !== 'done');
  if (isLacking && !tookBack) return 'films';
  if (own.images.some(isUnread)) return 'all';
  if (!own.images.some(({ gate }) => isLetThrough(gate))) return undefined;
  const last = history.find(({ state }) => state === 'done');
  switch (last?.kind) {
    case 'create':
    case 'films':
    case 'override':
      return 'all';
    case 'switch':
    case 'add':
      return findings.filter(({ by }) => by === 'person').map(({ tag, on }) => ({ tag, on }));
    default:
      return undefined;
  }
}
