// The engine's life seen from the window: in a utility process and as a Node child, killed, and dead for good.
import type { EngineState } from '../../src/ipc.ts';
import { expect, type RunningApp, test } from './launch.ts';

/** Collects the engine's states in the page. */
async function watchStates(window: RunningApp['window']): Promise<() => Promise<readonly EngineState[]>> {
  await window.evaluate(() => {
    const states: unknown[] = [];
    Object.assign(globalThis, { states });
    ekphrasis.on('engine:state', (state) => states.push(state));
  });
  return () => window.evaluate(() => (globalThis as unknown as { states: EngineState[] }).states);
}

const pidOfEngine = (window: RunningApp['window']): Promise<number> =>
  window.evaluate(async () => {
    const answer = await ekphrasis.request('photos:edit', 1, 'who are you');
    if (!answer.ok) throw new Error(answer.error.message);
    return (answer.value as unknown as { pid: number }).pid;
  });

for (const echo of ['utility', 'node'] as const) {
  test.describe(`the engine as a ${echo} process`, () => {
    test('answers, keeps bytes bytes, and sends events', async ({ launch, dataFolder }) => {
      const { window } = await launch({ echo });
      const answers = await window.evaluate(async () => {
        const removed = new Promise((resolve) => ekphrasis.on('photos:removed', resolve));
        return {
          edit: await ekphrasis.request('photos:edit', 7, 'Ένας σκύλος 🐕'),
          bytes: await ekphrasis.request('photos:addBytes', new Uint8Array(3_000_000), 'a.png'),
          added: await ekphrasis.request('photos:addPaths', ['/a b.jpg']),
          removed: await removed,
        };
      });
      expect(answers.edit).toMatchObject({ ok: true, value: { args: [7, 'Ένας σκύλος 🐕'] } });
      expect(answers.edit).toMatchObject({
        value: { argv: expect.arrayContaining(['--data', dataFolder, '--model']) as unknown },
      });
      expect(answers.bytes).toMatchObject({ ok: true, value: { ids: [3_000_000], isBytes: true } });
      expect(answers.added).toMatchObject({ ok: true, value: { ids: [1] } });
      expect(answers.removed).toEqual(['/a b.jpg']);
    });

    test('is started again when it is killed; requests wait for it or fail in words', async ({ launch }) => {
      const { window, log } = await launch({ echo });
      const states = await watchStates(window);
      await window.evaluate(() => {
        Object.assign(globalThis, { hanging: ekphrasis.request('queue:cancel', [1]) });
      });
      // Answered after the request that hangs has arrived.
      const first = await pidOfEngine(window);
      process.kill(first, 'SIGKILL');
      const second = await pidOfEngine(window);
      expect(second).not.toBe(first);
      expect((await states()).map(({ kind }) => kind)).toEqual(['restarting', 'ready']);
      expect(await log()).toContain('engine: ended with');
      // The request that hangs was sent again to the second engine; the third will not get it.
      process.kill(second, 'SIGKILL');
      const hanging = await window.evaluate(() => (globalThis as unknown as { hanging: unknown }).hanging);
      expect(hanging).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
      const undone = await window.evaluate(() => ekphrasis.request('photos:undo'));
      expect(undone).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
    });
  });
}

test('an engine that will not start is given up, told of, and can be started at a wish', async ({
  launch,
}) => {
  const { window } = await launch({ env: { EKPHRASIS_ENGINE: '/no/such/engine.mjs' } });
  const answer = await window.evaluate(() => ekphrasis.request('photos:list'));
  expect(answer).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
  expect(answer.ok ? '' : answer.error.message).toContain('ekphrasis.log');
  const states = await watchStates(window);
  await window.evaluate(() => ekphrasis.request('shell:restartEngine'));
  await expect.poll(async () => (await states()).map(({ kind }) => kind)).toContain('restarting');
});

test('the engine ends with the app, also when the app is killed', async ({ launch }) => {
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const quitting = await launch({ echo: 'node' });
  const first = await pidOfEngine(quitting.window);
  await quitting.quit();
  expect(isAlive(first)).toBe(false);
  const killed = await launch({ echo: 'node' });
  const second = await pidOfEngine(killed.window);
  killed.electron.process().kill('SIGKILL');
  await expect.poll(() => isAlive(second)).toBe(false);
});
