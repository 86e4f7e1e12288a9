// The engine as a process of its own: `serve --data <folder> --model <folder>`, or EKPHRASIS_DATA and
// EKPHRASIS_MODELS. It speaks ToEngine/FromEngine with whoever started it: an Electron utility process or a Node child.
import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';
import { openCaptionerThread } from './captionerThread.ts';
import { openChannel } from './channel.ts';
import { serveEngine } from './serveEngine.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, model: { type: 'string' } },
  // Electron may add switches of its own.
  strict: false,
});
const dataFolder = values.data ?? process.env['EKPHRASIS_DATA'];
const modelFolder = values.model ?? process.env['EKPHRASIS_MODELS'];
if (typeof dataFolder !== 'string' || typeof modelFolder !== 'string') {
  throw new AppError('usage', 'The engine needs --data and --model, each with a folder.');
}

await serveEngine(openChannel(), { dataFolder, openModel: () => openCaptionerThread(modelFolder) });
