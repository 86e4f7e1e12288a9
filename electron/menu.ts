// The menu, as a template: what is in it on which system, and what each entry does.
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../src/ipc.ts';
import type { TextCommand } from './channels.ts';
import type { Theme } from './shellState.ts';
import { words } from './words.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly developing: boolean;
  readonly theme: Theme;
  /** For the app, whatever has the focus. */
  readonly command: (command: MenuCommand) => void;
  /** For the text field that has the focus, else for the app. */
  readonly textCommand: (command: TextCommand) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly zoom: (direction: 'in' | 'out' | 'reset') => void;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

export function menuTemplate(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin';
  return [
    ...(isMac ? [macAppMenu(options)] : []),
    fileMenu(options, isMac),
    editMenu(options, isMac),
    viewMenu(options),
    windowMenu(isMac),
    helpMenu(options, isMac),
  ];
}

const commandItem = (
  options: MenuOptions,
  label: string,
  command: MenuCommand,
  accelerator?: string,
): Item => ({
  id: command,
  label,
  ...(accelerator === undefined ? {} : { accelerator }),
  click: () => options.command(command),
});

const textItem = (options: MenuOptions, label: string, command: TextCommand, accelerator: string): Item => ({
  id: command,
  label,
  accelerator,
  click: () => options.textCommand(command),
});

const settingsItem = (options: MenuOptions): Item =>
  commandItem(options, words.settings, 'settings', 'CmdOrCtrl+,');

const aboutItem = (options: MenuOptions): Item => commandItem(options, words.about, 'about');

const macAppMenu = (options: MenuOptions): Item => ({
  label: words.app,
  submenu: [
    aboutItem(options),
    separator,
    settingsItem(options),
    separator,
    { role: 'services' },
    separator,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    separator,
    { role: 'quit' },
  ],
});

const fileMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: words.file,
  submenu: [
    commandItem(options, words.openPhotos, 'open-files', 'CmdOrCtrl+O'),
    commandItem(options, words.openFolder, 'open-folder', 'CmdOrCtrl+Shift+O'),
    commandItem(options, words.paste, 'paste', 'CmdOrCtrl+Shift+V'),
    separator,
    commandItem(options, words.export, 'export', 'CmdOrCtrl+E'),
    separator,
    { role: 'close', label: words.closeWindow },
    ...(isMac ? [] : [separator, { role: 'quit', label: words.quit } satisfies Item]),
  ],
});

const editMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: words.edit,
  submenu: [
    textItem(options, words.undo, 'undo', 'CmdOrCtrl+Z'),
    textItem(options, words.redo, 'redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
    separator,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    textItem(options, words.pasteText, 'paste', 'CmdOrCtrl+V'),
    commandItem(options, words.copyCaption, 'copy-caption', 'CmdOrCtrl+Shift+C'),
    separator,
    textItem(options, words.selectAll, 'select-all', 'CmdOrCtrl+A'),
    commandItem(options, words.find, 'find', 'CmdOrCtrl+F'),
    ...(isMac ? [] : [separator, settingsItem(options)]),
  ],
});

const viewMenu = (options: MenuOptions): Item => ({
  label: words.view,
  submenu: [
    {
      label: words.theme,
      submenu: [
        themeItem(options, words.themeSystem, 'system'),
        themeItem(options, words.themeLight, 'light'),
        themeItem(options, words.themeDark, 'dark'),
      ],
    },
    separator,
    zoomItem(options, words.zoomIn, 'in', 'CmdOrCtrl+Plus'),
    // The plus sign without Shift, and the one on the number pad.
    {
      ...zoomItem(options, words.zoomIn, 'in', 'CmdOrCtrl+='),
      visible: false,
      acceleratorWorksWhenHidden: true,
    },
    {
      ...zoomItem(options, words.zoomIn, 'in', 'CmdOrCtrl+numadd'),
      visible: false,
      acceleratorWorksWhenHidden: true,
    },
    zoomItem(options, words.zoomOut, 'out', 'CmdOrCtrl+-'),
    {
      ...zoomItem(options, words.zoomOut, 'out', 'CmdOrCtrl+numsub'),
      visible: false,
      acceleratorWorksWhenHidden: true,
    },
    zoomItem(options, words.zoomReset, 'reset', 'CmdOrCtrl+0'),
    separator,
    { role: 'togglefullscreen', label: words.fullScreen },
    ...(options.developing
      ? [
          separator,
          { role: 'reload', label: words.reload } satisfies Item,
          { role: 'toggleDevTools', label: words.developerTools } satisfies Item,
        ]
      : []),
  ],
});

const themeItem = (options: MenuOptions, label: string, theme: Theme): Item => ({
  id: `theme-${theme}`,
  label,
  type: 'radio',
  checked: options.theme === theme,
  click: () => options.setTheme(theme),
});

const zoomItem = (
  options: MenuOptions,
  label: string,
  direction: 'in' | 'out' | 'reset',
  accelerator: string,
): Item => ({ label, accelerator, click: () => options.zoom(direction) });

const windowMenu = (isMac: boolean): Item => ({
  label: words.window,
  role: 'window',
  submenu: [
    { role: 'minimize', label: words.minimise },
    ...(isMac
      ? [
          { role: 'zoom', label: words.zoomWindow } satisfies Item,
          separator,
          { role: 'front' } satisfies Item,
        ]
      : []),
  ],
});

const helpMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: words.help,
  role: 'help',
  submenu: [
    commandItem(options, words.shortcuts, 'shortcuts', 'F1'),
    ...(isMac ? [] : [separator, aboutItem(options)]),
  ],
});
