// A model on a thread of its own: it computes for half a second and more, in which the engine must still answer.
import { Worker } from 'node:worker_threads';
import { AppError, type Failure } from '../errors.ts';

export interface ToThread<Request> {
  readonly id: number;
  readonly request: Request;
}

export type FromThread<Opened, Reply> =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'answered'; readonly id: number; readonly reply: Reply }
  /** Of a request, or without `id` of opening. */
  | { readonly kind: 'failed'; readonly id?: number; readonly error: Failure };

export interface ModelThread<Opened, Request, Reply> {
  /** What the thread says of its model. */
  readonly opened: Opened;
  /** @throws AppError what the model throws; engine/stopped when the thread is no more */
  ask(request: Request): Promise<Reply>;
  readonly end: () => void;
}

interface Waiting<Reply> {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Starts a thread that opens a model folder.
 * @param entry the thread's program
 * @param stopped what is said to those who waited when the thread ends by itself
 * @throws AppError what opening throws
 */
export function openModelThread<Opened, Request, Reply>(
  entry: URL,
  modelFolder: string,
  stopped: string,
): Promise<ModelThread<Opened, Request, Reply>> {
  const worker = new Worker(entry, { workerData: modelFolder });
  const waiting = new Map<number, Waiting<Reply>>();
  let lastId = 0;
  let ended: AppError | undefined;

  return new Promise((resolve, reject) => {
    function end(cause?: unknown): void {
      ended ??= new AppError('engine/stopped', stopped, { cause });
      reject(ended);
      for (const { reject: rejectOne } of waiting.values()) rejectOne(ended);
      waiting.clear();
    }

    function ask(request: Request): Promise<Reply> {
      if (ended !== undefined) return Promise.reject(ended);
      return new Promise((resolveOne, rejectOne) => {
        lastId += 1;
        waiting.set(lastId, { resolve: resolveOne, reject: rejectOne });
        worker.postMessage({ id: lastId, request } satisfies ToThread<Request>);
      });
    }

    worker.on('message', (message: FromThread<Opened, Reply>) => {
      if (message.kind === 'opened') {
        resolve({ opened: message.opened, ask, end: () => void worker.terminate() });
      } else if (message.kind === 'answered') {
        waiting.get(message.id)?.resolve(message.reply);
        waiting.delete(message.id);
      } else {
        const { code, message: text } = message.error;
        const error = code === 'bug' ? new Error(text) : new AppError(code, text);
        if (message.id === undefined) reject(error);
        else waiting.get(message.id)?.reject(error);
        if (message.id !== undefined) waiting.delete(message.id);
      }
    });
    worker.on('error', end);
    worker.on('exit', () => end());
  });
}

/** The program `<name>` of a thread, beside the caller's file: in the source or in the bundle. */
export function threadEntry(name: string, callerUrl: string): URL {
  const ending = callerUrl.endsWith('.ts') ? 'ts' : 'mjs';
  return new URL(`./${name}.${ending}`, callerUrl);
}
