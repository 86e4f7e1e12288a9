// The thread's program behind dicomThread: reads one DICOM file after another.
import { parentPort } from 'node:worker_threads';
import { assert, toFailure } from '../../errors.ts';
import type { FromDicomWorker, ToDicomWorker } from './dicomThread.ts';
import { readDicom } from './readDicom.ts';

assert(parentPort !== null, 'dicomWorker is started by dicomThread');
const port = parentPort;

port.on('message', ({ bytes, name }: ToDicomWorker) => {
  readDicom(bytes, name).then(
    (value) => port.postMessage({ ok: true, value } satisfies FromDicomWorker, [value.image.values.buffer]),
    (error: unknown) => port.postMessage({ ok: false, error: toFailure(error) } satisfies FromDicomWorker),
  );
});
