// A thread that behaves as its "folder" says: works, will not open, or dies over its first picture.
import { parentPort, workerData } from 'node:worker_threads';
import type { Captioned, CaptionerRequest, OpenedCaptioner } from '../../src/engine/captionerThread.ts';
import type { FromThread, ToThread } from '../../src/engine/modelThread.ts';

const send = (message: FromThread<OpenedCaptioner, Captioned>): void => parentPort?.postMessage(message);

if (workerData === 'missing') {
  send({ kind: 'failed', error: { code: 'model/missing', message: 'There is no model.' } });
} else {
  parentPort?.on('message', ({ id, request: { images } }: ToThread<CaptionerRequest>) => {
    if (workerData === 'dies') process.exit(3);
    if (images.length === 0)
      send({ kind: 'failed', id, error: { code: 'bug', message: 'Nothing to caption.' } });
    const results = images.map(() => ({
      captions: [{ text: 'a', words: [], probability: 1 }],
      probability: 1,
      hedged: false,
      tags: [],
      model: 'thread@1',
    }));
    send({ kind: 'answered', id, reply: { results, ms: { encode: 1, tags: 1, words: 1 } } });
  });
  send({ kind: 'opened', opened: { model: 'thread@1', inputSize: 2, backend: 'none' } });
}
