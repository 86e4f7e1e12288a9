// The menu on each system.
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate, type MenuOptions } from '../../electron/menu.ts';
import { words } from '../../electron/words.ts';
import { languages, type MenuCommand } from '../../src/ipc.ts';

type Item = MenuItemConstructorOptions;

function template(options: Partial<MenuOptions>) {
  const done: string[] = [];
  const items = menuTemplate({
    platform: 'linux',
    developing: false,
    words: words.en,
    theme: 'dark',
    command: (command) => done.push(command),
    textCommand: (command) => done.push(`text ${command}`),
    setTheme: (theme) => done.push(`theme ${theme}`),
    zoom: (direction) => done.push(`zoom ${direction}`),
    ...options,
  });
  const flat = (list: readonly Item[]): Item[] =>
    list.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
  return { top: items, items: flat(items), done };
}

const click = (item: Item): void => (item.click as (() => void) | undefined)?.();

const allCommands: Record<MenuCommand, true> = {
  'open-files': true,
  'open-folder': true,
  paste: true,
  export: true,
  'copy-caption': true,
  undo: true,
  redo: true,
  find: true,
  'select-all': true,
  settings: true,
  shortcuts: true,
  about: true,
};

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  it('reaches every command', () => {
    const { items, done } = template({ platform });
    items.forEach(click);
    const reached = done.map((name) => name.replace('text ', ''));
    expect(reached).toEqual(expect.arrayContaining(Object.keys(allCommands)));
  });

  it('gives no keys twice', () => {
    const { items } = template({ platform, developing: true });
    const keys = items.flatMap(({ accelerator }) =>
      accelerator === undefined ? [] : [accelerator.toLowerCase()],
    );
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names everything that can be chosen', () => {
    const { items } = template({ platform });
    for (const item of items) expect(item.label ?? item.role ?? item.type).toBeTruthy();
  });
});

describe('the menu', () => {
  it('has the usual places', () => {
    expect(template({}).top.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
    expect(template({ platform: 'darwin' }).top[0]?.label).toBe('Ekphrasis');
  });

  it('speaks Greek', () => {
    const { top, items } = template({ words: words.el });
    expect(top.map(({ label }) => label)).toEqual([
      'Αρχείο',
      'Επεξεργασία',
      'Προβολή',
      'Παράθυρο',
      'Βοήθεια',
    ]);
    expect(items.find(({ id }) => id === 'theme-dark')?.label).toBe('Σκούρο');
  });

  it.each(['linux', 'darwin'] as const)('leaves no entry to the English of Electron on %s', (platform) => {
    for (const item of template({ platform, developing: true, words: words.el }).items)
      if (item.type !== 'separator' && item.label !== 'Ekphrasis')
        expect(item.label).toMatch(/\p{Script=Greek}/u);
  });

  it('asks the text first for undo, redo, paste and select all', () => {
    const { items, done } = template({});
    for (const accelerator of ['CmdOrCtrl+Z', 'Ctrl+Y', 'CmdOrCtrl+V', 'CmdOrCtrl+A']) {
      const item = items.find((candidate) => candidate.accelerator === accelerator);
      if (item !== undefined) click(item);
    }
    expect(done).toEqual(['text undo', 'text redo', 'text paste', 'text select-all']);
  });

  it('marks the theme that is on', () => {
    const { items } = template({ theme: 'light' });
    const on = items.filter(({ checked }) => checked === true);
    expect(on.map(({ id }) => id)).toEqual(['theme-light']);
  });

  it('reloads and opens developer tools only while developing', () => {
    const roles = (developing: boolean) => template({ developing }).items.map(({ role }) => role);
    expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
    expect(roles(false)).not.toContain('reload');
    expect(roles(false)).not.toContain('toggleDevTools');
  });
});

describe.each(languages)('the words in %s', (language) => {
  it.each(Object.entries(words[language]))('%s is plain', (_name, word) => {
    expect(word).not.toMatch(
      /^$|!|\.\.\.|\p{Script=Greek}\p{Script=Latin}|\p{Script=Latin}\p{Script=Greek}/u,
    );
  });

  it('tell apart what lies in one menu', () => {
    for (const { submenu } of template({ words: words[language], platform: 'darwin' }).items) {
      const labels = (Array.isArray(submenu) ? submenu : []).flatMap(({ label, visible }) =>
        label === undefined || visible === false ? [] : [label],
      );
      expect(new Set(labels).size).toBe(labels.length);
    }
  });
});
