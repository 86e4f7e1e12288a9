// The thread's program behind captionerThread: opens the model that it is told and answers one request after another.
import { parentPort, workerData } from 'node:worker_threads';
import { assert, toFailure } from '../errors.ts';
import type { FromCaptioner, ToCaptioner } from './captionerThread.ts';
import { defaultBackend, openCaptioner } from './openCaptioner.ts';

assert(
  parentPort !== null && typeof workerData === 'string',
  'captionerWorker is started by captionerThread',
);
const port = parentPort;
const send = (message: FromCaptioner): void => port.postMessage(message);

try {
  const captioner = await openCaptioner(workerData);
  port.on('message', ({ id, images, options }: ToCaptioner) => {
    captioner.caption(images, options).then(
      (captioned) => send({ kind: 'captioned', id, captioned }),
      (error: unknown) => {
        // A trap leaves WebAssembly's memory in no known state: the thread ends, and the model is opened anew.
        if (error instanceof Error && error.name === 'RuntimeError') throw error;
        send({ kind: 'failed', id, error: toFailure(error) });
      },
    );
  });
  const { model, inputSize } = captioner;
  send({ kind: 'opened', model, inputSize, backend: defaultBackend });
} catch (error) {
  send({ kind: 'failed', error: toFailure(error) });
}
