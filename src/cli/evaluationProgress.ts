// How far an evaluation is, while it looks at one thing after the other.
import { progressLine } from './progressLine.ts';
import type { Terminal } from './terminal.ts';

/** Shows what is being looked at, on a terminal that somebody watches; times start anew with each thing. */
export function evaluationProgress(
  terminal: Terminal,
  nowMs: () => number,
): (what: string, done: number, count: number) => void {
  let current = { what: '', startMs: nowMs() };
  return (what, done, count) => {
    if (what !== current.what) current = { what, startMs: nowMs() };
    const line = progressLine(done, count, nowMs() - current.startMs, terminal.columns - what.length - 1);
    if (terminal.isWatched) terminal.show(`${what} ${line}`);
  };
}
