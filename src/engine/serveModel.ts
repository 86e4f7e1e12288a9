// The thread's side of modelThread: opens a model and answers one request after another.
import { parentPort, workerData } from 'node:worker_threads';
import { assert, toFailure } from '../errors.ts';
import type { FromThread, ToThread } from './modelThread.ts';

export interface ServedModel<Opened, Request, Reply> {
  readonly opened: Opened;
  readonly answer: (request: Request) => Promise<Reply>;
}

/** @param open opens the model folder that the thread was started with */
export async function serveModel<Opened, Request, Reply>(
  open: (folder: string) => Promise<ServedModel<Opened, Request, Reply>>,
): Promise<void> {
  assert(parentPort !== null && typeof workerData === 'string', 'the program is started by modelThread');
  const port = parentPort;
  const send = (message: FromThread<Opened, Reply>): void => port.postMessage(message);
  try {
    const { opened, answer } = await open(workerData);
    port.on('message', ({ id, request }: ToThread<Request>) => {
      answer(request).then(
        (reply) => send({ kind: 'answered', id, reply }),
        (error: unknown) => {
          // A trap leaves WebAssembly's memory in no known state: the thread ends, and the model is opened anew.
          if (error instanceof Error && error.name === 'RuntimeError') throw error;
          send({ kind: 'failed', id, error: toFailure(error) });
        },
      );
    });
    send({ kind: 'opened', opened });
  } catch (error) {
    send({ kind: 'failed', error: toFailure(error) });
  }
}
