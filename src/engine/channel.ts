// How the engine speaks with whoever started it: Electron's port and Node's own channel differ a little.
import { AppError } from '../errors.ts';
import type { FromEngine } from '../ipc.ts';

export interface Channel {
  send(message: FromEngine): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Main is gone. */
  onClosed(listener: () => void): void;
}

/** Electron's `process.parentPort`, in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/**
 * The channel of this process.
 * @throws AppError usage: nobody is at the other end
 */
export function openChannel(): Channel {
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
      // Main may be gone before the engine has heard of it.
      if (process.connected) process.send?.(message, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onClosed: (listener) => process.on('disconnect', listener),
  };
}
