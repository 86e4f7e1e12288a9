// Shortcuts of the whole window, from the keyboard and from the menu.
import type { MenuCommand } from '../../src/ipc.ts';
import { assertNever } from '../../src/errors.ts';
import type { App } from './app.svelte.ts';

const apple = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

/** The key that the platform uses for commands, as it is written on it. */
export const commandKey = apple ? '⌘' : 'Ctrl';

export const isCommand = (event: KeyboardEvent | MouseEvent): boolean =>
  apple ? event.metaKey : event.ctrlKey;

export function isEditable(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  );
}

const inDialog = (): boolean =>
  document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;

/** The menu sends undo, redo, paste and select-all only where no text field has the focus. */
export function runMenuCommand(app: App, command: MenuCommand): void {
  switch (command) {
    case 'open-files':
      openDialog(app, 'files');
      return;
    case 'open-folder':
      openDialog(app, 'folder');
      return;
    case 'paste':
      void app.adding.paste();
      return;
    case 'export':
      if (app.room !== 'reports') app.dialog = 'export';
      else if (app.reports.desk.view) app.reports.dialog = 'export';
      return;
    case 'copy-caption':
      void app.copyCaptions(app.chosen);
      return;
    case 'undo':
      void app.undo();
      return;
    case 'redo':
      void app.redo();
      return;
    case 'find':
      find(app);
      return;
    case 'select-all':
      if (app.room === 'photos' && !app.opened) app.selection.selectAll();
      return;
    case 'settings':
      app.goTo('settings');
      return;
    case 'shortcuts':
      app.dialog = 'shortcuts';
      return;
    case 'about':
      app.dialog = 'about';
      return;
    default:
      assertNever(command);
  }
}

/** What is opened comes into the room that is open. */
function openDialog(app: App, kind: 'files' | 'folder'): void {
  if (app.room === 'reports') void app.reports.studies.openDialog(kind);
  else void app.adding.open(kind);
}

function find(app: App): void {
  if (app.room === 'reports') {
    app.reports.wantsFilterFocus = true;
    return;
  }
  app.goTo('photos');
  app.opened = false;
  app.wantsSearchFocus = true;
}

/** What a key means anywhere in the window; undefined where it means nothing here. */
function commandOf(event: KeyboardEvent): MenuCommand | undefined {
  const key = event.key.toLowerCase();
  if (event.altKey) return undefined;
  if (isCommand(event)) {
    if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
    if (key === 'y' && !event.shiftKey) return 'redo';
    if (key === 'v') return 'paste';
    if (key === 'o') return event.shiftKey ? 'open-folder' : 'open-files';
    if (key === 'f' && !event.shiftKey) return 'find';
    if (key === 'e' && !event.shiftKey) return 'export';
    if (key === ',') return 'settings';
    if (key === 'c' && event.shiftKey) return 'copy-caption';
    return undefined;
  }
  if (event.key === '?') return 'shortcuts';
  return undefined;
}

/** What the same keys mean in a text field is the field's own business. */
const textKeys: readonly MenuCommand[] = ['undo', 'redo', 'paste', 'shortcuts'];

export function onWindowKey(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || inDialog()) return;
  const command = commandOf(event);
  if (command === undefined) return;
  if (isEditable(event.target) && textKeys.includes(command)) return;
  event.preventDefault();
  runMenuCommand(app, command);
}
