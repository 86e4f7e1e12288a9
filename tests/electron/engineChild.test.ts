// The engine as the child of a Node, for real.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startNodeEngine } from '../../electron/engineChild.ts';
import type { EngineChild } from '../../electron/engineProcess.ts';
import type { FromEngine } from '../../src/ipc.ts';

const echo = join(import.meta.dirname, 'fixtures', 'echoEngine.cjs');
const running: EngineChild[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill()));

function startChild(node: string, entry: string) {
  const lines: string[] = [];
  const inbox: FromEngine[] = [];
  let wake = (): void => undefined;
  let ended: (reason: string) => void;
  const end = new Promise<string>((resolve) => (ended = resolve));
  const child = startNodeEngine(
    node,
    { entry, args: ['--data', 'a folder'], log: (line) => lines.push(line) },
    {
      message: (message) => {
        inbox.push(message);
        wake();
      },
      exit: (reason) => ended(reason),
    },
  );
  running.push(child);
  const next = async (wanted: (message: FromEngine) => boolean): Promise<FromEngine> => {
    for (;;) {
      const index = inbox.findIndex(wanted);
      const [message] = index < 0 ? [] : inbox.splice(index, 1);
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { child, lines, next, end };
}

describe('startNodeEngine', () => {
  it('passes its arguments, keeps bytes bytes, and tells when it ends', async () => {
    const { child, next, end, lines } = startChild(process.execPath, echo);
    await next(({ kind }) => kind === 'ready');
    child.post({ kind: 'request', id: 1, name: 'photos:edit', args: [1, 'Ένας σκύλος 🐕'] });
    const edit = await next(({ kind }) => kind === 'reply');
    expect(edit).toMatchObject({
      id: 1,
      value: { args: [1, 'Ένας σκύλος 🐕'], argv: ['--data', 'a folder'] },
    });
    child.post({
      kind: 'request',
      id: 2,
      name: 'photos:addBytes',
      args: [new Uint8Array(5_000_000), 'a.png'],
    });
    expect(await next(({ kind }) => kind === 'reply')).toMatchObject({
      value: { ids: [5_000_000], isBytes: true },
    });
    child.post({ kind: 'shutdown' });
    expect(await end).toBe('ended with code 0');
    expect(lines).toContain('echo engine: up');
    // Too late, and no harm.
    child.post({ kind: 'shutdown' });
  });

  it('tells of a crash', async () => {
    const { child, next, end } = startChild(process.execPath, echo);
    await next(({ kind }) => kind === 'ready');
    child.post({ kind: 'request', id: 1, name: 'photos:undo', args: [] });
    expect(await end).toBe('ended with code 3');
  });

  it('tells of a Node that is not there', async () => {
    const { end } = startChild(join(import.meta.dirname, 'no-such-node'), echo);
    expect(await end).toContain('did not start');
  });
});
