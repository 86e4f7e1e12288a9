// The two ways to run the engine: in Electron's utility process, or as the child of another Node
// (EKPHRASIS_ENGINE_NODE), for an Electron whose own Node is too old for it.
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { UtilityProcess } from 'electron';
import { parseFromEngine } from './engineMessages.ts';
import type { EngineChild, EngineChildListeners } from './engineProcess.ts';

export interface EngineCommand {
  /** The bundle that serves, e.g. dist/engine/serve.mjs. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly log: (line: string) => void;
}

export type ForkUtility = (
  entry: string,
  args: string[],
  options: { serviceName: string; stdio: 'pipe' },
) => UtilityProcess;

/** Runs the engine in a utility process. */
export function startUtilityEngine(
  fork: ForkUtility,
  command: EngineCommand,
  listeners: EngineChildListeners,
): EngineChild {
  const child = fork(command.entry, [...command.args], { serviceName: 'Ekphrasis engine', stdio: 'pipe' });
  logLines(child.stdout, command.log);
  logLines(child.stderr, command.log);
  child.on('message', (raw: unknown) => receive(raw, command.log, listeners));
  child.on('exit', (code) => listeners.exit(`ended with code ${code}`));
  return {
    post: (message) => child.postMessage(message),
    kill: () => child.kill(),
  };
}

/** Runs the engine as the child of the Node at `node`. */
export function startNodeEngine(
  node: string,
  command: EngineCommand,
  listeners: EngineChildListeners,
): EngineChild {
  const child = spawn(node, [command.entry, ...command.args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  logLines(child.stdout, command.log);
  logLines(child.stderr, command.log);
  child.on('message', (raw: unknown) => receive(raw, command.log, listeners));
  child.on('error', (error) => {
    // A child that never started emits no 'exit'.
    if (child.pid === undefined) listeners.exit(`${node} did not start: ${error.message}`);
    else command.log(`engine: ${error.message}`);
  });
  child.on('exit', (code, signal) => listeners.exit(`ended with ${signal ?? `code ${code ?? -1}`}`));
  return {
    post: (message) => {
      // A message to a child that has just died is answered by its 'exit'.
      if (child.connected) child.send(message);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

function receive(raw: unknown, log: (line: string) => void, listeners: EngineChildListeners): void {
  const message = parseFromEngine(raw);
  if (message === undefined) log('engine: sent something that is no message of the contract');
  else listeners.message(message);
}

function logLines(stream: Readable | NodeJS.ReadableStream | null, log: (line: string) => void): void {
  if (stream === null) return;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) log(line);
  });
  stream.on('end', () => {
    if (rest !== '') log(rest);
  });
}
