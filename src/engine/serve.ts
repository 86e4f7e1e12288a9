// The engine as a process of its own: `serve --data <folder> --model <folder>`, or EKPHRASIS_DATA and
// EKPHRASIS_MODELS. It speaks ToEngine/FromEngine with whoever started it: an Electron utility process or a Node child.
import { parseArgs } from 'node:util';
import { AppError, toFailure } from '../errors.ts';
import type { EngineRequests, FromEngine, Handlers } from '../ipc.ts';
import { answer } from './answer.ts';
import { createEngine } from './engine.ts';
import { openCaptionerThread } from './captionerThread.ts';

/** How to speak with main: Electron's port and Node's own channel differ a little. */
interface Channel {
  send(message: FromEngine): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Main is gone. */
  onClosed(listener: () => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function openChannel(): Channel {
  const port = (process as { readonly parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      // Electron ends a utility process together with its main process.
      onClosed: () => undefined,
    };
  }
  if (process.send === undefined) {
    throw new AppError(
      'usage',
      'The engine is started by the app: run `npm start`, or the command line instead.',
    );
  }
  return {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => process.on('message', listener),
    onClosed: (listener) => process.on('disconnect', listener),
  };
}

function folders(): { readonly dataFolder: string; readonly modelFolder: string } {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, model: { type: 'string' } },
    strict: false,
  });
  const dataFolder = values.data ?? process.env['EKPHRASIS_DATA'];
  const modelFolder = values.model ?? process.env['EKPHRASIS_MODELS'];
  if (typeof dataFolder !== 'string' || typeof modelFolder !== 'string') {
    throw new AppError('usage', 'The engine needs --data and --model.');
  }
  return { dataFolder, modelFolder };
}

const log = (error: unknown): void => console.error(error);

async function serve(): Promise<void> {
  const channel = openChannel();
  const { dataFolder, modelFolder } = folders();
  let close = (): Promise<void> => Promise.resolve();
  let handlers: Handlers<EngineRequests>;
  try {
    const engine = await createEngine({
      dataFolder,
      openModel: () => openCaptionerThread(modelFolder),
      clock: () => Date.now(),
      emit: (name, ...args) => channel.send({ kind: 'event', name, args }),
      log,
    });
    ({ handlers } = engine);
    close = () => engine.close();
  } catch (error) {
    // Starting again would not help: it stays, and says to everybody who asks why the library cannot be opened.
    log(error);
    handlers = failing(error);
    channel.send({
      kind: 'event',
      name: 'engine:state',
      args: [{ kind: 'failed', error: toFailure(error) }],
    });
  }

  let isStopping = false;
  function stop(): void {
    if (isStopping) return;
    isStopping = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log(error);
        process.exit(1);
      },
    );
  }
  channel.onMessage((message) => {
    void answer(handlers, message, log).then((result) => {
      if (result.kind === 'reply') channel.send(result.message);
      else if (result.kind === 'shutdown') stop();
      else log(new Error('A message that is none of the contract was ignored.'));
    });
  });
  channel.onClosed(stop);
  process.on('SIGTERM', stop);
  channel.send({ kind: 'ready' });
}

/** Answers everything with one failure. */
function failing(error: unknown): Handlers<EngineRequests> {
  const fail = (): never => {
    throw error;
  };
  return new Proxy({} as Handlers<EngineRequests>, { get: () => fail });
}

await serve();
