// Undo, redo, paste and select all from the menu: the page says whether a text field has the focus, then they go to
// that field or to the app.
import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import { z } from 'zod';
import { type TextCommand, textCommandChannel } from './channels.ts';

const answerSchema = z.tuple([z.enum(['undo', 'redo', 'select-all', 'paste']), z.boolean()]);

type TextContents = Pick<WebContents, 'undo' | 'redo' | 'selectAll' | 'paste'>;

export interface TextCommandOptions {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly isTrusted: (event: IpcMainEvent) => boolean;
  readonly app: (command: TextCommand) => void;
}

/** Hears what the preload answers to `askForText`. */
export function routeTextCommands({ ipcMain, isTrusted, app }: TextCommandOptions): void {
  ipcMain.on(textCommandChannel, (event, ...args: unknown[]) => {
    const answer = answerSchema.safeParse(args);
    if (!isTrusted(event) || !answer.success) return;
    const [command, inText] = answer.data;
    if (inText) runInText[command](event.sender);
    else app(command);
  });
}

export function askForText(contents: Pick<WebContents, 'send'>, command: TextCommand): void {
  contents.send(textCommandChannel, command);
}

const runInText: Readonly<Record<TextCommand, (contents: TextContents) => void>> = {
  undo: (contents) => contents.undo(),
  redo: (contents) => contents.redo(),
  'select-all': (contents) => contents.selectAll(),
  paste: (contents) => contents.paste(),
};
