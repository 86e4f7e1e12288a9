// What a step of undo or redo concerned, in the window's words.
import { assertNever } from '../../src/errors.ts';
import type { HistoryChange } from '../../src/ipc.ts';
import { text } from './text.ts';

export function inWords({ kind, name, count }: HistoryChange): string {
  switch (kind) {
    case 'edit':
      return text.undo.edit(name);
    case 'revert':
      return text.undo.revert(name);
    case 'remove':
      return count === 1 ? text.undo.remove(name) : text.undo.removeMany(count);
    default:
      return assertNever(kind);
  }
}
