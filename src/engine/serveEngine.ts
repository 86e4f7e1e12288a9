// An engine behind a channel: answers messages until it is told to stop, and survives every one of them.
import { toFailure } from '../errors.ts';
import type { EngineRequests, Handlers } from '../ipc.ts';
import { answer } from './answer.ts';
import type { Channel } from './channel.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';

/** Serves; the process ends with 0 after 'shutdown', SIGTERM, SIGINT, or when main is gone. */
export async function serveEngine(
  channel: Channel,
  options: Pick<EngineOptions, 'dataFolder' | 'openModel' | 'openReporter'>,
): Promise<void> {
  const log = (error: unknown): void => console.error(error);
  const engine = await createEngine({
    ...options,
    clock: () => Date.now(),
    emit: (name, ...args) => channel.send({ kind: 'event', name, args }),
    log,
  }).catch((error: unknown): Engine => {
    // Starting again would not help: it stays, and says to everybody who asks why the library cannot be opened.
    log(error);
    channel.send({
      kind: 'event',
      name: 'engine:state',
      args: [{ kind: 'failed', error: toFailure(error) }],
    });
    return { handlers: failing(error), close: () => Promise.resolve() };
  });

  let isStopping = false;
  function stop(): void {
    if (isStopping) return;
    isStopping = true;
    engine.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log(error);
        process.exit(1);
      },
    );
  }

  channel.onMessage((message) => {
    answer(engine.handlers, message, log)
      .then((result) => {
        if (result.kind === 'reply') channel.send(result.message);
        else if (result.kind === 'shutdown') stop();
        else log(new Error('A message that is none of the contract was ignored.'));
      })
      .catch(log);
  });
  channel.onClosed(stop);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  channel.send({ kind: 'ready' });
}

/** Answers everything with one failure. */
function failing(error: unknown): Handlers<EngineRequests> {
  const fail = (): never => {
    throw error;
  };
  return new Proxy({} as Handlers<EngineRequests>, { get: () => fail });
}
