// What the keys mean in the grid.
import type { App } from '../shell/app.svelte.ts';
import { isCommand } from '../shell/keys.ts';
import type { Reach } from './selection.svelte.ts';

export interface GridShape {
  readonly columns: number;
  /** Pictures on a screenful. */
  readonly page: number;
}

/** True where the key meant something here. */
export function onGridKey(app: App, event: KeyboardEvent, shape: GridShape): boolean {
  const { selection } = app;
  const command = isCommand(event);
  if (event.altKey) return false;
  let reach: Reach = 'only';
  if (event.shiftKey) reach = 'extend';
  else if (command) reach = 'keep';
  switch (event.key) {
    case 'ArrowLeft':
      selection.step(-1, reach);
      return true;
    case 'ArrowRight':
      selection.step(1, reach);
      return true;
    case 'ArrowUp':
      if (selection.activeIndex >= shape.columns) selection.step(-shape.columns, reach);
      return true;
    case 'ArrowDown':
      selection.step(shape.columns, reach);
      return true;
    case 'PageUp':
      selection.step(-shape.page, reach);
      return true;
    case 'PageDown':
      selection.step(shape.page, reach);
      return true;
    case 'Home':
      selection.moveTo(0, reach);
      return true;
    case 'End':
      selection.moveTo(Infinity, reach);
      return true;
    case ' ':
      if (command) selection.step(0, 'toggle');
      else app.previewing = true;
      return true;
    case '+':
    case '=':
      if (command) return false;
      app.view.resize(1);
      return true;
    case '-':
      if (command) return false;
      app.view.resize(-1);
      return true;
    case 'Escape':
      selection.clear();
      return true;
    default:
      return onActionKey(app, event.key, command, event.shiftKey);
  }
}

function onActionKey(app: App, key: string, command: boolean, shift: boolean): boolean {
  const { selection } = app;
  if (command && key.toLowerCase() === 'a') {
    selection.selectAll();
    return true;
  }
  if (command && key.toLowerCase() === 'c' && !shift) {
    void app.copyCaptions(app.chosen);
    return true;
  }
  if (command) return false;
  if (key === 'Enter') {
    app.open();
    return true;
  }
  if (key === 'F2') {
    app.editCaption();
    return true;
  }
  if (key === 'Delete' || key === 'Backspace') {
    void app.remove(app.chosen);
    return true;
  }
  return false;
}
