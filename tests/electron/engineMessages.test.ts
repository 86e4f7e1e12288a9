// Only whole messages of the contract come out of the engine.
import { describe, expect, it } from 'vitest';
import { parseFromEngine } from '../../electron/engineMessages.ts';

describe('parseFromEngine', () => {
  it('lets the four kinds through', () => {
    expect(parseFromEngine({ kind: 'ready' })).toEqual({ kind: 'ready' });
    expect(parseFromEngine({ kind: 'reply', id: 1, ok: true, value: undefined })).toEqual({
      kind: 'reply',
      id: 1,
      ok: true,
      value: undefined,
    });
    const error = { code: 'bug', message: 'x' };
    expect(parseFromEngine({ kind: 'reply', id: 1, ok: false, error })).toEqual({
      kind: 'reply',
      id: 1,
      ok: false,
      error,
    });
    const event = { kind: 'event', name: 'photos:removed', args: [[1]] };
    expect(parseFromEngine(event)).toEqual(event);
  });

  it.each([
    undefined,
    null,
    'ready',
    { kind: 'request' },
    { kind: 'reply', id: '1', ok: true },
    { kind: 'event', name: 'photos:removed' },
    { kind: 'event', name: 'menu:command', args: ['undo'] },
    { kind: 'event', name: 'text:command', args: ['undo', true] },
    { kind: 'event', name: 'toString', args: [] },
  ])('drops %j', (raw) => {
    expect(parseFromEngine(raw)).toBeUndefined();
  });

  it('makes a failure of a failed reply that says nothing', () => {
    expect(parseFromEngine({ kind: 'reply', id: 1, ok: false })).toMatchObject({ error: { code: 'bug' } });
  });
});
