// Bugs for the log without what their messages may quote: names of files, words of reports.

/** The same error's kind and place in the code, and nothing that it says. */
export function withoutData(error: unknown): Error {
  const kind = error instanceof Error ? error.name : typeof error;
  const places =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const quiet = new Error(`${kind} while a study or a report was worked on`);
  quiet.stack = [quiet.message, ...places].join('\n');
  return quiet;
}
