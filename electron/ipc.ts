// Answers the window: checks who asks, parses what is asked, and turns whatever happens into a Result.
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { EngineRequestName, Handlers, RequestName, ShellRequests } from '../src/ipc.ts';
import { AppError, type Result, toFailure } from '../src/errors.ts';
import { parseArguments } from '../src/ipcSchemas.ts';
import { engineRequestNames, shellRequestNames } from './channels.ts';

export interface IpcOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  readonly engine: (name: EngineRequestName, args: readonly unknown[]) => Promise<Result<unknown>>;
  readonly shell: Handlers<ShellRequests>;
  readonly log: (line: string) => void;
}

/** Registers a handler for every request of the contract. */
export function answerRequests({ ipcMain, isTrusted, engine, shell, log }: IpcOptions): void {
  const answer = (
    name: RequestName,
    run: (args: readonly unknown[]) => Result<unknown> | Promise<Result<unknown>>,
  ): void => {
    ipcMain.handle(name, async (event, ...args: unknown[]): Promise<Result<unknown>> => {
      try {
        if (!isTrusted(event)) {
          throw new AppError('usage', `${name} was asked for by a page that is not Ekphrasis's own.`);
        }
        return await run(parseArguments(name, args));
      } catch (error) {
        const failure = toFailure(error);
        const detail = error instanceof Error && failure.code === 'bug' ? error.stack : undefined;
        log(`${name}: ${failure.code}: ${detail ?? failure.message}`);
        return { ok: false, error: failure };
      }
    });
  };

  for (const name of engineRequestNames) answer(name, (args) => engine(name, args));
  for (const name of shellRequestNames) {
    // The schema of the same name has checked the arguments; the compiler cannot follow that through a loop.
    const handler = shell[name] as (...args: readonly unknown[]) => unknown;
    answer(name, async (args) => ({ ok: true, value: await handler(...args) }));
  }
}

const uiOrigin = 'app://ui';

export const isOwnPage = (url: string): boolean => url.startsWith(`${uiOrigin}/`);

/** True for the top frame of one of our own pages, and for nothing else. */
export function isOwnFrame(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame?.parent === null && isOwnPage(frame.url);
}
