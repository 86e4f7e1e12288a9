// A thread that behaves as its "folder" says: works, will not open, or dies over its first picture.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromCaptioner, ToCaptioner } from '../../src/engine/captionerThread.ts';

const send = (message: FromCaptioner): void => parentPort?.postMessage(message);

if (workerData === 'missing') {
  send({ kind: 'failed', error: { code: 'model/missing', message: 'There is no model.' } });
} else {
  parentPort?.on('message', ({ id, images }: ToCaptioner) => {
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
    send({ kind: 'captioned', id, captioned: { results, ms: { encode: 1, tags: 1, words: 1 } } });
  });
  send({ kind: 'opened', model: 'thread@1', inputSize: 2, backend: 'none' });
}
