// What main answers by itself: dialogs, clipboard, the system's file manager.
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { BrowserWindow, Clipboard, Dialog, Shell } from 'electron';
import type {
  AddResult,
  AppInfo,
  EngineRequestName,
  ExportFormat,
  Handlers,
  ShellRequests,
} from '../src/ipc.ts';
import { AppError, type Result } from '../src/errors.ts';
import { type PictureClipboard, readClipboard } from './clipboardPictures.ts';
import { reportHandlers } from './reportHandlers.ts';
import type { Words } from './words.ts';

export interface ShellContext {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly clipboard: PictureClipboard & Pick<Clipboard, 'writeText'>;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  /** In the language of now. */
  readonly words: () => Words;
  /** Dialogs belong to it; undefined while there is none. */
  readonly window: () => BrowserWindow | undefined;
  readonly picturesFolder: () => string;
  readonly documentsFolder: () => string;
  readonly info: () => AppInfo;
  readonly engine: (name: EngineRequestName, args: readonly unknown[]) => Promise<Result<unknown>>;
  readonly restartEngine: () => void;
  readonly destinations: Destinations;
}

/** Files that the person chose to save to: the only ones that an export may write. */
export class Destinations {
  readonly #paths = new Set<string>();

  allow(path: string): void {
    this.#paths.add(path);
  }

  /** @throws AppError usage */
  check(path: string): void {
    if (!this.#paths.has(path)) {
      throw new AppError(
        'usage',
        `${path} was not chosen in the save dialog: export again and choose a file.`,
      );
    }
  }
}

/** What the dialog offers as pictures; anything else can be chosen under "All files". */
const pictureExtensions = [
  'jpg',
  'jpeg',
  'png',
  'webp',
  'avif',
  'tif',
  'tiff',
  'gif',
  'bmp',
  'svg',
  'heic',
  'heif',
  'dcm',
  'dicom',
];

const nothingAdded: AddResult = { ids: [], known: 0, failures: [] };

export function shellHandlers(context: ShellContext): Handlers<ShellRequests> {
  const add = async (name: 'photos:addPaths' | 'photos:addBytes', ...args: unknown[]): Promise<AddResult> => {
    const result = await context.engine(name, args);
    if (!result.ok) throw new AppError(result.error.code, result.error.message);
    return result.value as AddResult;
  };

  return {
    ...reportHandlers(context),

    'shell:info': () => context.info(),

    'shell:openPhotos': async (kind) => {
      const { dialogOpenPhotos, dialogOpenFolder } = context.words();
      const paths = await askForPaths(context, kind, kind === 'files' ? dialogOpenPhotos : dialogOpenFolder);
      return paths.length === 0 ? nothingAdded : add('photos:addPaths', paths);
    },

    'shell:saveAs': (format, suggestedName) => askWhereToSave(context, format, suggestedName),

    'shell:copyText': (text) => context.clipboard.writeText(text),

    'shell:pastePhoto': async () => {
      const content = await readClipboard(context.clipboard);
      if (content.kind === 'nothing') return undefined;
      return content.kind === 'files'
        ? add('photos:addPaths', content.paths)
        : add('photos:addBytes', content.png, context.words().pastedName);
    },

    'shell:showInFolder': (path) => {
      // A path of the form //server/share would make the system call that server.
      if (!isAbsolute(path) || /^[\\/]{2}/.test(path) || !existsSync(path)) {
        throw new AppError(
          'file/missing',
          `${path} is not there any more: look for it where it was moved to.`,
        );
      }
      context.shell.showItemInFolder(path);
    },

    'shell:restartEngine': () => context.restartEngine(),
  };
}

/** The system's dialog for pictures or for folders of them; nothing where the person cancelled. */
export async function askForPaths(
  context: ShellContext,
  kind: 'files' | 'folder',
  title: string,
): Promise<readonly string[]> {
  const words = context.words();
  const options =
    kind === 'files'
      ? {
          title,
          properties: ['openFile' as const, 'multiSelections' as const],
          filters: [
            {
              name: words.pictures,
              extensions: pictureExtensions.flatMap((name) => [name, name.toUpperCase()]),
            },
            { name: words.allFiles, extensions: ['*'] },
          ],
        }
      : { title, properties: ['openDirectory' as const, 'multiSelections' as const] };
  const window = context.window();
  const answer = await (window === undefined
    ? context.dialog.showOpenDialog(options)
    : context.dialog.showOpenDialog(window, options));
  return answer.canceled ? [] : answer.filePaths;
}

async function askWhereToSave(
  context: ShellContext,
  format: ExportFormat,
  suggestedName: string,
): Promise<string | undefined> {
  if (format === 'sidecar') {
    throw new AppError('usage', 'Text files are written beside their pictures: there is no place to choose.');
  }
  // Only a name: a suggestion never leads to another folder.
  const name = suggestedName.replace(/[\\/:*?"<>|\0]/g, '_');
  const words = context.words();
  const options = {
    title: words.dialogSave,
    defaultPath: join(context.picturesFolder(), name),
    filters: [{ name: format === 'csv' ? words.csvFiles : words.jsonFiles, extensions: [format] }],
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  };
  const window = context.window();
  const answer = await (window === undefined
    ? context.dialog.showSaveDialog(options)
    : context.dialog.showSaveDialog(window, options));
  if (answer.canceled || answer.filePath === '') return undefined;
  context.destinations.allow(answer.filePath);
  return answer.filePath;
}
