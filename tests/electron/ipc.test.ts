// Who may ask, and what comes back.
import { describe, expect, it } from 'vitest';
import { engineRequestNames, engineRequests, shellRequestNames } from '../../electron/channels.ts';
import { answerRequests, isOwnFrame, type IpcOptions } from '../../electron/ipc.ts';
import { AppError } from '../../src/errors.ts';
import { isEngineRequestName, requestSchemas } from '../../src/ipcSchemas.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

function answering(shell: Record<string, (...args: unknown[]) => unknown>, isTrusted = true) {
  const listeners = new Map<string, Listener>();
  const asked: unknown[] = [];
  const lines: string[] = [];
  answerRequests({
    ipcMain: {
      handle: (name: string, listener: Listener) => void listeners.set(name, listener),
    } as IpcOptions['ipcMain'],
    isTrusted: () => isTrusted,
    engine: (name, args) => {
      asked.push([name, args]);
      return Promise.resolve({ ok: true, value: 'from the engine' });
    },
    shell: shell as unknown as IpcOptions['shell'],
    log: (line) => lines.push(line),
  });
  const ask = (name: string, ...args: unknown[]): unknown => listeners.get(name)?.({}, ...args);
  return { ask, asked, lines, names: [...listeners.keys()] };
}

describe('answerRequests', () => {
  it('answers every request of the contract and no other', () => {
    expect(answering({}).names.toSorted()).toEqual(Object.keys(requestSchemas).toSorted());
  });

  it('passes parsed arguments on', async () => {
    const { ask, asked } = answering({ 'shell:copyText': (text) => `copied ${String(text)}` });
    expect(await ask('photos:edit', 1, 'A dog')).toEqual({ ok: true, value: 'from the engine' });
    await ask('photos:edit', 1, 'A dog runs', true);
    expect(asked).toEqual([
      ['photos:edit', [1, 'A dog']],
      ['photos:edit', [1, 'A dog runs', true]],
    ]);
    expect(await ask('shell:copyText', 'A dog')).toEqual({ ok: true, value: 'copied A dog' });
  });

  it.each([
    ['photos:edit', 'one', 'A dog'],
    ['photos:edit', 1],
    ['photos:edit', 1, 'A dog', 'more'],
    ['photos:addPaths', ['a\0b']],
    ['shell:openPhotos', 'everything'],
  ])('refuses %s with wrong arguments', async (name, ...args) => {
    const { ask, asked, lines } = answering({});
    expect(await ask(name, ...args)).toMatchObject({ ok: false, error: { code: 'usage' } });
    expect(asked).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  it('refuses a page that is not ours', async () => {
    const { ask, asked } = answering({}, false);
    expect(await ask('photos:list')).toMatchObject({ ok: false, error: { code: 'usage' } });
    expect(asked).toEqual([]);
  });

  it('turns what is thrown into a failure', async () => {
    const { ask } = answering({
      'shell:info': () => Promise.reject(new AppError('file/missing', 'It is gone.')),
      'shell:pastePhoto': () => {
        throw new Error('unforeseen');
      },
    });
    expect(await ask('shell:info')).toEqual({
      ok: false,
      error: { code: 'file/missing', message: 'It is gone.' },
    });
    expect(await ask('shell:pastePhoto')).toEqual({
      ok: false,
      error: { code: 'bug', message: 'unforeseen' },
    });
  });
});

describe('isOwnFrame', () => {
  const event = (url: string, parent: object | null) =>
    ({ senderFrame: { url, parent } }) as unknown as Parameters<typeof isOwnFrame>[0];

  it.each([
    ['app://ui/', null, true],
    ['app://ui/index.html#photos', null, true],
    ['app://ui/', {}, false],
    ['app://ui.example.org/', null, false],
    ['app://media/', null, false],
    ['about:blank', null, false],
    ['https://example.org/app://ui/', null, false],
  ])('%s inside %j: %s', (url, parent, expected) => {
    expect(isOwnFrame(event(url, parent))).toBe(expected);
  });

  it('refuses a frame that is gone', () => {
    expect(isOwnFrame({ senderFrame: null })).toBe(false);
  });
});

describe('channels', () => {
  it('sorts the names as the schemas do', () => {
    expect(engineRequestNames.every(isEngineRequestName)).toBe(true);
    expect(shellRequestNames.some(isEngineRequestName)).toBe(false);
  });

  it('never repeats what would be done twice', () => {
    const failing = engineRequestNames.filter((name) => engineRequests[name] === 'fail');
    expect(failing).toEqual([
      'photos:remove',
      'photos:undo',
      'photos:redo',
      'photos:export',
      'reports:change',
      'reports:undo',
      'reports:redo',
      'reports:sign',
      'reports:addendum',
    ]);
  });
});
