// An engine in a process of its own, as the app starts it under plain Node.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EngineRequestName, EngineRequests, FromEngine, PhotoSummary } from '../../src/ipc.ts';
import { createGate } from './gate.ts';

export interface EngineChild {
  readonly process: ChildProcess;
  readonly messages: FromEngine[];
  /** What it said on standard error. */
  readonly said: () => string;
  ask<K extends EngineRequestName>(
    name: K,
    ...args: Parameters<EngineRequests[K]>
  ): Promise<ReturnType<EngineRequests[K]>>;
  /** Sends anything. */
  send(message: unknown): void;
  /** Waits for the answer to a request that was sent by `send`. */
  answerTo(id: number): Promise<FromEngine>;
  /** Waits until it is true of the pictures; asked after every event. */
  until(condition: (photos: readonly PhotoSummary[]) => boolean): Promise<readonly PhotoSummary[]>;
  /** 'shutdown', and its exit code. */
  shutdown(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Starts a program that serves an engine, and waits until it is ready. */
export async function startEngineChild(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<EngineChild> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const messages: FromEngine[] = [];
  const listeners = new Set<(message?: FromEngine) => void>();
  child.on('message', (raw) => {
    const message = raw as FromEngine;
    messages.push(message);
    for (const listener of listeners) listener(message);
  });
  void exited.then(() => {
    for (const listener of listeners) listener();
  });
  let lastId = 0;

  /** The first message that fits, also one that has come already; rejects when the process ends before. */
  async function message(fits: (message: FromEngine) => boolean): Promise<FromEngine> {
    for (;;) {
      const found = messages.find(fits);
      if (found !== undefined) return found;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The engine has ended. ${said}`);
      const next = createGate();
      const listener = (): void => next.open();
      listeners.add(listener);
      await next.opened;
      listeners.delete(listener);
    }
  }

  const answerTo = (id: number): Promise<FromEngine> =>
    message((one) => one.kind === 'reply' && one.id === id);

  const engine: EngineChild = {
    process: child,
    messages,
    said: () => said,
    async ask(name, ...args) {
      const id = ++lastId;
      child.send({ kind: 'request', id, name, args });
      const reply = await answerTo(id);
      if (reply.kind !== 'reply') throw new Error('Not a reply.');
      if (!reply.ok) throw Object.assign(new Error(reply.error.message), reply.error);
      return reply.value as ReturnType<EngineRequests[typeof name]>;
    },
    send: (raw) => {
      child.send(raw as object);
    },
    answerTo,
    async until(condition) {
      for (;;) {
        const seen = messages.length;
        const photos = await engine.ask('photos:list');
        if (condition(photos)) return photos;
        await message((one) => one.kind === 'event' && messages.indexOf(one) >= seen);
      }
    },
    async shutdown() {
      child.send({ kind: 'shutdown' });
      return (await exited)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  await message(({ kind }) => kind === 'ready');
  return engine;
}
