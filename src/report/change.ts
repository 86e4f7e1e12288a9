// Everything that can happen to a report, as data: what the window asks for, and what the library keeps of it.
import { assertNever } from '../errors.ts';
import { acceptSentences } from './accept.ts';
import { addAddendum } from './addendum.ts';
import type { Change } from './changeKinds.ts';
import { editField, editPatient, editSentence, insertSentence } from './edit.ts';
import { overrideGate, setFilms } from './films.ts';
import { moveSentence } from './move.ts';
import { redraft } from './redraft.ts';
import { deleteSentence } from './remove.ts';
import type { Report } from './report.ts';
import { sign, type Sha256 } from './sign.ts';
import { addFinding, switchFinding } from './switchFinding.ts';
import { chooseWording } from './wordings.ts';

export type { Change } from './changeKinds.ts';

/**
 * The report after a change; the same object where it changes nothing.
 * @throws AppError report/signed, report/unaccepted, usage
 */
export function applyChange(report: Report, change: Change, sha256: Sha256): Report {
  switch (change.kind) {
    case 'edit':
      return editSentence(report, change.id, change.text);
    case 'insert':
      return insertSentence(report, change.section, change.text, change.before);
    case 'delete':
      return deleteSentence(report, change.id);
    case 'move':
      return moveSentence(report, change.id, change.section, change.before);
    case 'accept':
      return acceptSentences(report, change.ids, change.accepted);
    case 'choose':
      return chooseWording(report, change.id, change.text);
    case 'field':
      return editField(report, change.field, change.text);
    case 'patient':
      return editPatient(report, change.patient);
    case 'switch':
      return switchFinding(report, change.tag, change.on);
    case 'add':
      return addFinding(report, change.tag, change.probability);
    case 'films':
      return setFilms(report, change.images);
    case 'override':
      return overrideGate(report, change.image);
    case 'redraft':
      return redraft(report, change.draft, change.reason);
    case 'sign':
      return sign(report, change, sha256);
    case 'addendum':
      return addAddendum(report, change.text, change, sha256);
    default:
      return assertNever(change);
  }
}

/**
 * True where a change belongs to the same step of undo as the one before it: the next letters typed in the same place,
 * or the draft that a switched finding or a new film asked for.
 */
export function goesOnFrom(before: Change, next: Change): boolean {
  switch (next.kind) {
    case 'edit':
      return before.kind === 'edit' && before.id === next.id;
    case 'field':
      return before.kind === 'field' && before.field === next.field;
    case 'patient':
      return before.kind === 'patient';
    case 'redraft': {
      if (next.reason === 'all') return before.kind === 'films' || before.kind === 'override';
      if (before.kind !== 'switch' && before.kind !== 'add') return false;
      return next.reason.some(({ tag }) => tag === before.tag);
    }
    case 'insert':
    case 'delete':
    case 'move':
    case 'accept':
    case 'choose':
    case 'switch':
    case 'add':
    case 'films':
    case 'override':
    case 'sign':
    case 'addendum':
      return false;
    default:
      return assertNever(next);
  }
}
