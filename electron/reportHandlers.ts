// What main answers about studies and reports: the system's dialogs.
import { join } from 'node:path';
import {
  reportExtensions,
  type Handlers,
  type ReportShellRequests,
  type StudiesAdded,
  type StudySummary,
} from '../src/ipc.ts';
import { AppError } from '../src/errors.ts';
import { askForPaths, type ShellContext } from './shellHandlers.ts';

export function reportHandlers(context: ShellContext): Handlers<ReportShellRequests> {
  async function ask<T>(name: 'studies:add' | 'studies:addFilms', ...args: unknown[]): Promise<T> {
    const result = await context.engine(name, args);
    if (!result.ok) throw new AppError(result.error.code, result.error.message);
    return result.value as T;
  }

  return {
    'shell:openStudies': async (kind) => {
      const words = context.words();
      const title = kind === 'files' ? words.dialogOpenFilms : words.dialogOpenStudies;
      const paths = await askForPaths(context, kind, title);
      return paths.length === 0 ? { studies: [], failures: [] } : ask<StudiesAdded>('studies:add', paths);
    },

    'shell:openFilms': async (studyId) => {
      const paths = await askForPaths(context, 'files', context.words().dialogOpenFilms);
      return paths.length === 0 ? undefined : ask<StudySummary>('studies:addFilms', studyId, paths);
    },

    'shell:saveReportAs': async (format, suggestedName) => {
      const words = context.words();
      // Only a name: a suggestion never leads to another folder.
      const name = suggestedName.replace(/[\\/:*?"<>|\0]/g, '_');
      const options = {
        title: words.dialogSaveReport,
        defaultPath: join(context.documentsFolder(), name),
        filters: [{ name: words.reportFiles, extensions: [reportExtensions[format].slice(1)] }],
        properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
      };
      const window = context.window();
      const answer = await (window === undefined
        ? context.dialog.showSaveDialog(options)
        : context.dialog.showSaveDialog(window, options));
      if (answer.canceled || answer.filePath === '') return undefined;
      context.destinations.allow(answer.filePath);
      return answer.filePath;
    },
  };
}
