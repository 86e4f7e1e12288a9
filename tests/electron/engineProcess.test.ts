// The engine's life, with a child that the test plays.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type EngineChildListeners,
  EngineProcess,
  firstRestartDelayMs,
  maxRestarts,
  shutdownTimeoutMs,
  stableAfterMs,
  startTimeoutMs,
} from '../../electron/engineProcess.ts';
import type { EventName, ToEngine } from '../../src/ipc.ts';

interface PlayedChild {
  readonly posted: ToEngine[];
  readonly listeners: EngineChildListeners;
  killed: boolean;
}

function play(start?: (count: number) => void) {
  const children: PlayedChild[] = [];
  const events: [EventName, readonly unknown[]][] = [];
  const lines: string[] = [];
  const engine = new EngineProcess({
    start: (listeners) => {
      start?.(children.length);
      const child: PlayedChild = { posted: [], listeners, killed: false };
      children.push(child);
      return {
        post: (message) => child.posted.push(message),
        kill: () => {
          child.killed = true;
          listeners.exit('was killed');
        },
      };
    },
    event: (name, args) => events.push([name, args]),
    succeeded: () => lines.push('succeeded'),
    log: (line) => lines.push(line),
    logPath: 'the.log',
  });
  const last = (): PlayedChild => {
    const child = children.at(-1);
    if (child === undefined) throw new Error('no child was started');
    return child;
  };
  const ready = (): void => last().listeners.message({ kind: 'ready' });
  const requests = (child: PlayedChild) =>
    child.posted.flatMap((message) => (message.kind === 'request' ? [message] : []));
  return { engine, children, events, lines, last, ready, requests };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('EngineProcess', () => {
  it('holds requests until the engine is ready, then answers each with its own reply', async () => {
    const { engine, last, ready, requests } = play();
    engine.start();
    const first = engine.request('photos:list', []);
    const second = engine.request('photos:detail', [7]);
    expect(last().posted).toEqual([]);
    ready();
    const [a, b] = requests(last());
    expect([a?.name, b?.name]).toEqual(['photos:list', 'photos:detail']);
    expect(b?.args).toEqual([7]);
    last().listeners.message({ kind: 'reply', id: b?.id ?? 0, ok: true, value: 'two' });
    last().listeners.message({
      kind: 'reply',
      id: a?.id ?? 0,
      ok: false,
      error: { code: 'library/locked', message: 'x' },
    });
    expect(await second).toEqual({ ok: true, value: 'two' });
    expect(await first).toEqual({ ok: false, error: { code: 'library/locked', message: 'x' } });
  });

  it('sends what can be repeated to the next engine, and fails the rest', async () => {
    const { engine, children, events, last, ready, requests } = play();
    engine.start();
    ready();
    const edit = engine.request('photos:edit', [1, 'A dog']);
    const remove = engine.request('photos:remove', [[1]]);
    last().listeners.exit('crashed');
    expect(await remove).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
    expect(events.at(-1)).toEqual(['engine:state', [{ kind: 'restarting', attempt: 1 }]]);
    const late = engine.request('photos:list', []);
    vi.advanceTimersByTime(firstRestartDelayMs);
    expect(children).toHaveLength(2);
    ready();
    expect(requests(last()).map(({ name }) => name)).toEqual(['photos:edit', 'photos:list']);
    for (const { id } of requests(last()))
      last().listeners.message({ kind: 'reply', id, ok: true, value: id });
    expect(await edit).toMatchObject({ ok: true });
    expect(await late).toMatchObject({ ok: true });
  });

  it('tells when a later engine is ready, not when the first is', () => {
    const { engine, last, lines, ready } = play();
    engine.start();
    ready();
    expect(lines).toEqual([]);
    last().listeners.exit('crashed');
    vi.advanceTimersByTime(firstRestartDelayMs);
    ready();
    expect(lines).toEqual(['engine: crashed', 'succeeded']);
  });

  it('gives up a request that two engines died of', async () => {
    const { engine, last, ready } = play();
    engine.start();
    ready();
    const detail = engine.request('photos:detail', [1]);
    last().listeners.exit('crashed');
    vi.advanceTimersByTime(firstRestartDelayMs);
    ready();
    last().listeners.exit('crashed');
    expect(await detail).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
  });

  it('waits longer each time, and stops trying', async () => {
    const { engine, children, events, last } = play();
    engine.start();
    const waiting = engine.request('photos:list', []);
    for (let n = 0; n < maxRestarts; n++) {
      last().listeners.exit('crashed');
      vi.advanceTimersByTime(firstRestartDelayMs * 2 ** n - 1);
      expect(children).toHaveLength(n + 1);
      vi.advanceTimersByTime(1);
      expect(children).toHaveLength(n + 2);
    }
    last().listeners.exit('crashed');
    vi.advanceTimersByTime(1e9);
    expect(children).toHaveLength(maxRestarts + 1);
    expect(events.at(-1)).toMatchObject([
      'engine:state',
      [{ kind: 'failed', error: { code: 'engine/stopped' } }],
    ]);
    expect(engine.state.kind).toBe('failed');
    const answer = await waiting;
    expect(answer).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
    expect(answer.ok ? '' : answer.error.message).toContain('the.log');
    expect(await engine.request('photos:list', [])).toMatchObject({ ok: false });
  });

  it('starts again at a wish after it has failed', () => {
    const { engine, children, last, ready } = play();
    engine.start();
    for (let n = 0; n <= maxRestarts; n++) {
      last().listeners.exit('crashed');
      vi.advanceTimersByTime(60_000);
    }
    engine.restart();
    expect(children).toHaveLength(maxRestarts + 2);
    expect(engine.state.kind).toBe('starting');
    ready();
    void engine.request('photos:list', []);
    expect(last().posted).toHaveLength(1);
  });

  it('counts anew once an engine has lived for a while', () => {
    const { engine, events, last, ready } = play();
    engine.start();
    for (let n = 0; n < 3 * maxRestarts; n++) {
      ready();
      vi.advanceTimersByTime(stableAfterMs);
      last().listeners.exit('crashed');
      expect(events.at(-1)).toEqual(['engine:state', [{ kind: 'restarting', attempt: 1 }]]);
      vi.advanceTimersByTime(firstRestartDelayMs);
    }
  });

  it('kills an engine that never gets ready', () => {
    const { engine, children } = play();
    engine.start();
    vi.advanceTimersByTime(startTimeoutMs);
    expect(children[0]?.killed).toBe(true);
    expect(engine.state.kind).toBe('restarting');
  });

  it('treats an engine that cannot be started like one that died', () => {
    const { engine, lines } = play(() => {
      throw new Error('no such file');
    });
    engine.start();
    expect(engine.state.kind).toBe('restarting');
    expect(lines).toEqual(['engine: no such file']);
  });

  it('passes events on and remembers the state for windows to come', () => {
    const { engine, events, last, ready } = play();
    engine.start();
    ready();
    last().listeners.message({
      kind: 'event',
      name: 'engine:state',
      args: [{ kind: 'ready', model: 'm', backend: 'wasm' }],
    });
    expect(engine.state).toEqual({ kind: 'ready', model: 'm', backend: 'wasm' });
    expect(events.at(-1)?.[0]).toBe('engine:state');
  });

  it('hears nothing more from an engine that is gone', () => {
    const { engine, children, events, last, ready } = play();
    engine.start();
    ready();
    last().listeners.exit('crashed');
    const before = events.length;
    children[0]?.listeners.message({ kind: 'event', name: 'photos:removed', args: [[1]] });
    children[0]?.listeners.exit('once more');
    expect(events).toHaveLength(before);
  });

  it('asks the engine to end, and waits for it', async () => {
    const { engine, children, last, ready } = play();
    engine.start();
    ready();
    const open = engine.request('photos:list', []);
    const stopped = engine.stop();
    expect(last().posted.at(-1)).toEqual({ kind: 'shutdown' });
    last().listeners.exit('ended with code 0');
    await stopped;
    expect(await open).toMatchObject({
      ok: false,
      error: { code: 'engine/stopped', message: 'Ekphrasis is closing.' },
    });
    vi.advanceTimersByTime(1e9);
    expect(children).toHaveLength(1);
  });

  it('kills an engine that does not end', async () => {
    const { engine, last, ready } = play();
    engine.start();
    ready();
    const stopped = engine.stop();
    vi.advanceTimersByTime(shutdownTimeoutMs);
    await stopped;
    expect(last().killed).toBe(true);
  });

  it('can be stopped while it waits to start again', async () => {
    const { engine, children, last } = play();
    engine.start();
    last().listeners.exit('crashed');
    await engine.stop();
    vi.advanceTimersByTime(1e9);
    expect(children).toHaveLength(1);
  });
});
