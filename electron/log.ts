// The log file: bugs, the engine's output and what privacy stopped, each line with its time. Two files at most.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const maxBytes = 1_000_000;

/** Writes one line. */
export type Log = (line: string) => void;

/** Appends to `path`; a file that has grown large is put aside as `.old` first. */
export function openLog(path: string): Log {
  mkdirSync(dirname(path), { recursive: true });
  let bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`;
    try {
      if (bytes > maxBytes) {
        renameSync(path, `${path}.old`);
        bytes = 0;
      }
      appendFileSync(path, text);
      bytes += text.length;
    } catch {
      // A full disk must not take the app down; the line still reaches the terminal.
    }
    process.stderr.write(text);
  };
}
