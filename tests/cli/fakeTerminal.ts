// A terminal that remembers what was said.
import type { Terminal } from '../../src/cli/terminal.ts';

export interface FakeTerminal extends Terminal {
  /** Standard output. */
  printed: string;
  /** Lines for people. */
  readonly told: string[];
  /** Each fleeting line, in turn. */
  readonly shown: string[];
}

export function fakeTerminal(
  parts: { input?: string; isWatched?: boolean; onPrint?: () => void } = {},
): FakeTerminal {
  const told: string[] = [];
  const shown: string[] = [];
  return {
    printed: '',
    told,
    shown,
    isWatched: parts.isWatched ?? false,
    columns: 80,
    print(text) {
      this.printed += text;
      parts.onPrint?.();
      return Promise.resolve();
    },
    tell: (line) => void told.push(line),
    show: (line) => void shown.push(line),
    readInput: () => Promise.resolve(parts.input ?? ''),
  };
}
