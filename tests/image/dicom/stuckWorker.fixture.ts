// A thread that goes round in circles over a file named "stuck", dies over "dead", and else answers.
import { parentPort } from 'node:worker_threads';
import type { FromDicomWorker, ToDicomWorker } from '../../../src/image/dicom/dicomThread.ts';

parentPort?.on('message', ({ name }: ToDicomWorker) => {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition, no-empty
  if (name === 'stuck') while (true) {}
  if (name === 'dead') throw new Error('dead');
  const error = { code: 'image/unsupported', message: `${name} was read.` } as const;
  parentPort?.postMessage({ ok: false, error } satisfies FromDicomWorker);
});
