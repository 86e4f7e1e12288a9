// Dialogs, clipboard and file manager, played by the test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Destinations, type ShellContext, shellHandlers } from '../../electron/shellHandlers.ts';
import { type Words, words } from '../../electron/words.ts';
import type { Result } from '../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'ekphrasis-handlers-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Played {
  readonly chosen?: readonly string[];
  readonly saveTo?: string;
  readonly png?: Uint8Array;
  readonly answer?: Result<unknown>;
  readonly spoken?: () => Words;
}

function play({ chosen = [], saveTo = '', png = new Uint8Array(), answer, spoken = () => words.en }: Played) {
  const done: unknown[] = [];
  const destinations = new Destinations();
  const context = {
    dialog: {
      showOpenDialog: (options: unknown) => {
        done.push(options);
        return Promise.resolve({ canceled: chosen.length === 0, filePaths: [...chosen] });
      },
      showSaveDialog: (options: unknown) => {
        done.push(options);
        return Promise.resolve({ canceled: saveTo === '', filePath: saveTo });
      },
    },
    clipboard: {
      read: () => '',
      readImage: () => ({ isEmpty: () => png.length === 0, toPNG: () => png }),
      writeText: (text: string) => Promise.resolve(void done.push(text)),
    },
    shell: { showItemInFolder: (path: string) => void done.push(path) },
    words: spoken,
    window: () => undefined,
    picturesFolder: () => folder,
    documentsFolder: () => folder,
    info: () => ({ version: '1', platform: 'linux', model: undefined, backend: undefined }),
    engine: (name: string, args: readonly unknown[]) => {
      done.push([name, args]);
      return Promise.resolve(answer ?? { ok: true, value: { ids: [1], known: 0, failures: [] } });
    },
    restartEngine: () => void done.push('restart'),
    destinations,
  } as unknown as ShellContext;
  return { handlers: shellHandlers(context), done, destinations };
}

describe('shellHandlers', () => {
  it('adds what was chosen, and nothing when the dialog was left', async () => {
    const files = play({ chosen: ['/a.jpg', '/b.png'] });
    expect(await files.handlers['shell:openPhotos']('files')).toEqual({ ids: [1], known: 0, failures: [] });
    expect(files.done.at(-1)).toEqual(['photos:addPaths', [['/a.jpg', '/b.png']]]);
    const cancelled = play({});
    expect(await cancelled.handlers['shell:openPhotos']('folder')).toEqual({
      ids: [],
      known: 0,
      failures: [],
    });
    expect(cancelled.done).toHaveLength(1);
    expect(cancelled.done[0]).toMatchObject({ properties: ['openDirectory', 'multiSelections'] });
  });

  it('asks in the language of now', async () => {
    let now = words.en;
    const { handlers, done } = play({ spoken: () => now, png: new Uint8Array([1]) });
    await handlers['shell:openPhotos']('files');
    now = words.el;
    await handlers['shell:openPhotos']('files');
    await handlers['shell:saveAs']('csv', 'λεζάντες.csv');
    await handlers['shell:pastePhoto']();
    expect(done).toMatchObject([
      { title: 'Open photos' },
      { title: 'Άνοιγμα φωτογραφιών', filters: [{ name: 'Εικόνες' }, { name: 'Όλα τα αρχεία' }] },
      { title: 'Εξαγωγή λεζαντών', filters: [{ name: 'Πίνακας (CSV)' }] },
      ['photos:addBytes', [new Uint8Array([1]), 'Επικολλημένη εικόνα.png']],
    ]);
  });

  it('throws on what the engine fails with', async () => {
    const answer = { ok: false as const, error: { code: 'engine/stopped' as const, message: 'It stopped.' } };
    const { handlers } = play({ chosen: ['/a.jpg'], answer });
    await expect(handlers['shell:openPhotos']('files')).rejects.toMatchObject(answer.error);
  });

  it('lets exports go only where the person chose', async () => {
    const { handlers, done, destinations } = play({ saveTo: '/chosen/captions.csv' });
    expect(await handlers['shell:saveAs']('csv', '../../etc/captions.csv')).toBe('/chosen/captions.csv');
    expect(done[0]).toMatchObject({ defaultPath: join(folder, '.._.._etc_captions.csv') });
    expect(() => destinations.check('/chosen/captions.csv')).not.toThrow();
    expect(() => destinations.check('/elsewhere/captions.csv')).toThrow('not chosen');
    expect(await play({}).handlers['shell:saveAs']('json', 'captions.json')).toBeUndefined();
    await expect(handlers['shell:saveAs']('sidecar', 'x')).rejects.toMatchObject({ code: 'usage' });
  });

  it('pastes a picture, or nothing', async () => {
    const { handlers, done } = play({ png: new Uint8Array([1, 2]) });
    expect(await handlers['shell:pastePhoto']()).toMatchObject({ ids: [1] });
    expect(done.at(-1)).toEqual(['photos:addBytes', [new Uint8Array([1, 2]), 'Pasted picture.png']]);
    expect(await play({}).handlers['shell:pastePhoto']()).toBeUndefined();
  });

  it('copies text', async () => {
    const { handlers, done } = play({});
    await handlers['shell:copyText']('A dog');
    expect(done).toEqual(['A dog']);
  });

  it('shows only what is there, and never calls another computer', () => {
    const { handlers, done } = play({});
    void handlers['shell:showInFolder'](import.meta.filename);
    expect(done).toEqual([import.meta.filename]);
    for (const path of ['relative.jpg', '//server/share/a.jpg', '\\\\server\\a.jpg', '/no/such/file.jpg']) {
      expect(() => handlers['shell:showInFolder'](path)).toThrow('is not there');
    }
  });
});
