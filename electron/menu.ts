// The menu, as a template: what is in it on which system, and what each entry does.
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../src/ipc.ts';
import type { TextCommand } from './channels.ts';
import type { Theme } from './shellState.ts';
import type { Words } from './words.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly developing: boolean;
  readonly words: Words;
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
    windowMenu(options, isMac),
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
  commandItem(options, options.words.settings, 'settings', 'CmdOrCtrl+,');

const aboutItem = (options: MenuOptions): Item => commandItem(options, options.words.about, 'about');

const macAppMenu = (options: MenuOptions): Item => ({
  label: options.words.app,
  submenu: [
    aboutItem(options),
    separator,
    settingsItem(options),
    separator,
    { role: 'services', label: options.words.services },
    separator,
    { role: 'hide', label: options.words.hide },
    { role: 'hideOthers', label: options.words.hideOthers },
    { role: 'unhide', label: options.words.showAll },
    separator,
    { role: 'quit', label: options.words.quitApp },
  ],
});

const fileMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: options.words.file,
  submenu: [
    commandItem(options, options.words.openPhotos, 'open-files', 'CmdOrCtrl+O'),
    commandItem(options, options.words.openFolder, 'open-folder', 'CmdOrCtrl+Shift+O'),
    commandItem(options, options.words.paste, 'paste', 'CmdOrCtrl+Shift+V'),
    separator,
    commandItem(options, options.words.export, 'export', 'CmdOrCtrl+E'),
    separator,
    { role: 'close', label: options.words.closeWindow },
    ...(isMac ? [] : [separator, { role: 'quit', label: options.words.quit } satisfies Item]),
  ],
});

const editMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: options.words.edit,
  submenu: [
    textItem(options, options.words.undo, 'undo', 'CmdOrCtrl+Z'),
    textItem(options, options.words.redo, 'redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
    separator,
    { role: 'cut', label: options.words.cut },
    { role: 'copy', label: options.words.copy },
    textItem(options, options.words.pasteText, 'paste', 'CmdOrCtrl+V'),
    commandItem(options, options.words.copyCaption, 'copy-caption', 'CmdOrCtrl+Shift+C'),
    separator,
    textItem(options, options.words.selectAll, 'select-all', 'CmdOrCtrl+A'),
    commandItem(options, options.words.find, 'find', 'CmdOrCtrl+F'),
    ...(isMac ? [] : [separator, settingsItem(options)]),
  ],
});

const viewMenu = (options: MenuOptions): Item => ({
  label: options.words.view,
  submenu: [
    {
      label: options.words.theme,
      submenu: [
        themeItem(options, options.words.themeSystem, 'system'),
        themeItem(options, options.words.themeLight, 'light'),
        themeItem(options, options.words.themeDark, 'dark'),
      ],
    },
    separator,
    zoomItem(options, options.words.zoomIn, 'in', 'CmdOrCtrl+Plus'),
    // The plus sign without Shift, and the one on the number pad.
    {
      ...zoomItem(options, options.words.zoomIn, 'in', 'CmdOrCtrl+='),
      visible: false,
      acceleratorWorksWhenHidden: true,
    },
    {
      ...zoomItem(options, options.words.zoomIn, 'in', 'CmdOrCtrl+numadd'),
      visible: false,
      acceleratorWorksWhenHidden: true,
    },
    zoomItem(options, options.words.zoomOut, 'out', 'CmdOrCtrl+-'),
    {
      ...zoomItem(options, options.words.zoomOut, 'out', 'CmdOrCtrl+numsub'),
      visible: false,
      acceleratorWorksWhenHidden: true,
    },
    zoomItem(options, options.words.zoomReset, 'reset', 'CmdOrCtrl+0'),
    separator,
    { role: 'togglefullscreen', label: options.words.fullScreen },
    ...(options.developing
      ? [
          separator,
          { role: 'reload', label: options.words.reload } satisfies Item,
          { role: 'toggleDevTools', label: options.words.developerTools } satisfies Item,
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

const windowMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: options.words.window,
  role: 'window',
  submenu: [
    { role: 'minimize', label: options.words.minimise },
    ...(isMac
      ? [
          { role: 'zoom', label: options.words.zoomWindow } satisfies Item,
          separator,
          { role: 'front', label: options.words.bringToFront } satisfies Item,
        ]
      : []),
  ],
});

const helpMenu = (options: MenuOptions, isMac: boolean): Item => ({
  label: options.words.help,
  role: 'help',
  submenu: [
    commandItem(options, options.words.shortcuts, 'shortcuts', 'F1'),
    ...(isMac ? [] : [separator, aboutItem(options)]),
  ],
});
