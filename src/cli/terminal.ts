// Where a command speaks: results to standard output, everything for people to standard error.

export interface Terminal {
  /** Resolves when there is room for more, so that a slow reader slows the writer. */
  print(text: string): Promise<void>;
  /** A line for people. */
  tell(line: string): void;
  /** What others typed or piped in. */
  readInput(): Promise<string>;
  /** True when a person watches standard error. */
  readonly isWatched: boolean;
  /** Letters in a line of it. */
  readonly columns: number;
  /** Replaces the fleeting last line of standard error; an empty one removes it. */
  show(line: string): void;
}

const clearLine = '\r\u001b[2K';

/** The real one. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  let shown = '';
  const clear = (): void => {
    if (shown !== '') stderr.write(clearLine);
  };
  return {
    isWatched: stderr.isTTY,
    get columns() {
      return stderr.isTTY ? stderr.columns : 80;
    },
    async print(text) {
      const sharesScreen = stdout.isTTY && shown !== '';
      if (sharesScreen) clear();
      const hasRoom = stdout.write(text);
      if (sharesScreen) stderr.write(shown);
      // A reader that went away leaves no room either: its error ends the command elsewhere.
      if (!hasRoom && !stdout.destroyed) {
        await new Promise<void>((resolve) => {
          stdout.once('drain', resolve);
          stdout.once('close', resolve);
        });
      }
    },
    tell(line) {
      clear();
      stderr.write(`${line}\n${shown}`);
    },
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    show(line) {
      clear();
      shown = line;
      stderr.write(shown);
    },
  };
}
