// Ctrl-C: the first asks a command to stop where its files are whole, the second ends it at once.

/** As shells count them: 128 and the signal's number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** The terminal and npm may both deliver one press of Ctrl-C. */
const sameKeyMs = 500;

/**
 * Aborted by SIGINT and SIGTERM, and when whoever read standard output has gone away (`| head`). Sets the exit code.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  const stop = (name: keyof typeof exitCodes): void => {
    process.exitCode = exitCodes[name];
    if (controller.signal.aborted && performance.now() - firstMs > sameKeyMs) process.exit();
    if (!controller.signal.aborted) firstMs = performance.now();
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.on('error', () => {
    process.exitCode = 0;
    controller.abort();
  });
  return controller.signal;
}
