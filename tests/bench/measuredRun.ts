// Runs a program of this project in a process of its own, as a person would, and measures it from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { assert } from '../../src/errors.ts';

export interface MeasuredRun {
  readonly output: string;
  /** From the start of the process to the first byte that it printed. */
  readonly firstOutputMs: number;
  /** To its end. */
  readonly wallMs: number;
  readonly peakBytes: number;
}

const peakMemory = pathToFileURL(join(import.meta.dirname, 'peakMemory.ts')).href;

/**
 * The program ends with this process, should that be stopped.
 * @throws Error when it does not end with 0
 */
export async function measuredRun(program: string, args: readonly string[]): Promise<MeasuredRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', peakMemory, program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const stop = (): boolean => child.kill();
  process.once('exit', stop);
  // Opened by 'pipe'; the types know of three only.
  const [, stdout, , peakOutput] = child.stdio as unknown as readonly Readable[];
  assert(stdout !== undefined && peakOutput !== undefined, 'pipes are missing');
  let firstOutputMs = Infinity;
  stdout.once('data', () => (firstOutputMs = performance.now() - startMs));
  const [output, peak, [code]] = await Promise.all([
    text(stdout),
    text(peakOutput),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  const wallMs = performance.now() - startMs;
  process.off('exit', stop);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code ?? 'a signal'}.`);
  return { output, firstOutputMs, wallMs, peakBytes: Number(peak) };
}
