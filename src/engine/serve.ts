// The engine as a process of its own: `serve --data <folder> --model <folder> --reporter <folder>`, or EKPHRASIS_DATA,
// EKPHRASIS_MODELS and EKPHRASIS_REPORTER. It speaks ToEngine/FromEngine with whoever started it: an Electron utility process or a Node child.
import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';
import { openCaptionerThread } from './captionerThread.ts';
import { openChannel } from './channel.ts';
import { openReporterThread } from './reporterThread.ts';
import { serveEngine } from './serveEngine.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, model: { type: 'string' }, reporter: { type: 'string' } },
  // Electron may add switches of its own.
  strict: false,
});
const dataFolder = values.data ?? process.env['EKPHRASIS_DATA'];
const modelFolder = values.model ?? process.env['EKPHRASIS_MODELS'];
const reporterFolder = values.reporter ?? process.env['EKPHRASIS_REPORTER'];
if (typeof dataFolder !== 'string' || typeof modelFolder !== 'string' || typeof reporterFolder !== 'string') {
  throw new AppError('usage', 'The engine needs --data, --model and --reporter, each with a folder.');
}

await serveEngine(openChannel(), {
  dataFolder,
  openModel: () => openCaptionerThread(modelFolder),
  openReporter: () => openReporterThread(reporterFolder),
});
