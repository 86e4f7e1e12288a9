// Electron's main process: puts the parts together. Windows, menus, dialogs and paths; no pictures, no model.
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron';
import {
  type AddResult,
  type EngineRequestName,
  languageOf,
  type MenuCommand,
  type PhotoSummary,
  type Settings,
} from '../src/ipc.ts';
import { type Result, toFailure } from '../src/errors.ts';
import { registerAppScheme, serveApp } from './appProtocol.ts';
import { pathsOnCommandLine } from './commandLine.ts';
import { startNodeEngine, startUtilityEngine } from './engineChild.ts';
import { EngineProcess } from './engineProcess.ts';
import { answerRequests, isOwnFrame } from './ipc.ts';
import { openLog } from './log.ts';
import { menuTemplate } from './menu.ts';
import { appPaths, dataPaths } from './paths.ts';
import { closeContents, closeSession, quietChromium } from './privacy.ts';
import { Destinations, shellHandlers } from './shellHandlers.ts';
import { readShellState, type ShellState, type Theme, writeShellState } from './shellState.ts';
import { askForText, routeTextCommands } from './textCommands.ts';
import { openWindow, sendEvent, zoomWindow } from './window.ts';
import { type Words, words } from './words.ts';

const developing = !app.isPackaged;
const paths = appPaths(app.getAppPath(), process.env);
const folders = dataPaths(app.getPath('userData'), process.env);
app.setPath('userData', folders.shell);
quietChromium(app.commandLine);
registerAppScheme(protocol);
app.on('web-contents-created', (_event, contents) => closeContents(contents));

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const logPath = join(folders.shell, 'ekphrasis.log');
  const log = openLog(logPath);
  const statePath = join(folders.shell, 'window.json');
  const destinations = new Destinations();
  let state = readShellState(statePath);
  let window: BrowserWindow | undefined;

  const engine = new EngineProcess({
    start: (listeners) => {
      const { engine: entry, model, reporter } = paths;
      const command = {
        entry,
        args: ['--data', folders.data, '--model', model, '--reporter', reporter],
        log,
      };
      const node = process.env['EKPHRASIS_ENGINE_NODE'];
      return node === undefined || node === ''
        ? startUtilityEngine((...args) => utilityProcess.fork(...args), command, listeners)
        : startNodeEngine(node, command, listeners);
    },
    event: (name, args) => {
      if (window !== undefined && !window.isDestroyed()) window.webContents.send(name, ...args);
      if (name === 'engine:state' && engine.state.kind === 'ready') void adoptSettings();
    },
    succeeded: () => void tellAll(),
    log,
    logPath,
  });

  const ask = async (name: EngineRequestName, args: readonly unknown[]): Promise<Result<unknown>> => {
    if (/^(photos|reports):export$/.test(name) && typeof args[2] === 'string') destinations.check(args[2]);
    const result = await engine.request(name, args);
    if (name === 'settings:set' && result.ok) show(result.value as Settings);
    return result;
  };

  /** A caption that an engine wrote just before it died is in the library, but no window has heard of it. */
  async function tellAll(): Promise<void> {
    const photos = await engine.request('photos:list', []);
    if (photos.ok) sendEvent(window, 'photos:changed', photos.value as readonly PhotoSummary[]);
  }

  function remember(changes: Partial<ShellState>): void {
    state = { ...state, ...changes };
    try {
      writeShellState(statePath, state);
    } catch (error) {
      log(`window: could not be remembered: ${toFailure(error).message}`);
    }
  }

  function showWindow(): BrowserWindow {
    if (window !== undefined) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return window;
    }
    const opened = openWindow({
      preload: paths.preload,
      icon: paths.icon,
      developing,
      state,
      remember,
      engineState: () => engine.state,
      log,
    });
    opened.on('closed', () => (window = undefined));
    window = opened;
    return opened;
  }

  function command(name: MenuCommand): void {
    const shown = showWindow();
    const send = (): void => sendEvent(shown, 'menu:command', name);
    // On macOS the menu outlives the window: the command waits for the new one.
    if (shown.webContents.isLoading()) shown.webContents.once('did-finish-load', send);
    else send();
  }

  /** The same order of languages as the page's `navigator.languages`, so that menu and window agree. */
  const wordsNow = (): Words =>
    words[languageOf(state.language, [app.getLocale(), ...app.getPreferredSystemLanguages()])];

  function show({ theme, language }: Pick<Settings, 'theme' | 'language'>): void {
    nativeTheme.themeSource = theme;
    if (state.theme !== theme || state.language !== language) remember({ theme, language });
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          platform: process.platform,
          developing,
          words: wordsNow(),
          theme,
          command,
          textCommand: (name) => askForText(showWindow().webContents, name),
          setTheme: (chosen) => void chooseTheme(chosen),
          zoom: (direction) => zoomWindow(showWindow(), direction),
        }),
      ),
    );
  }

  async function chooseTheme(theme: Theme): Promise<void> {
    show({ theme, language: state.language });
    const settings = await engine.request('settings:get', []);
    if (!settings.ok) return;
    const changed = await engine.request('settings:set', [{ ...(settings.value as Settings), theme }]);
    if (changed.ok) sendEvent(window, 'settings:changed', changed.value as Settings);
  }

  /** The settings have the last word, e.g. where the library came from another computer. */
  async function adoptSettings(): Promise<void> {
    const settings = await engine.request('settings:get', []);
    if (settings.ok) show(settings.value as Settings);
  }

  async function addFromOutside(found: readonly string[]): Promise<void> {
    if (found.length === 0) return;
    const result = await engine.request('photos:addPaths', [found]);
    const added: AddResult = result.ok
      ? (result.value as AddResult)
      : { ids: [], known: 0, failures: [result.error] };
    const shown = showWindow();
    if (shown.webContents.isLoading()) {
      shown.webContents.once('did-finish-load', () => sendEvent(shown, 'photos:added', added));
    } else sendEvent(shown, 'photos:added', added);
  }

  process.on('uncaughtException', (error) => {
    log(`main: ${error.stack ?? error.message}`);
    const { stoppedTitle, stoppedText } = wordsNow();
    dialog.showErrorBox(stoppedTitle, `${stoppedText} ${logPath}`);
    app.exit(1);
  });

  const openedBeforeReady: string[] = [];
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (app.isReady()) void addFromOutside([path]);
    else openedBeforeReady.push(path);
  });
  app.on('second-instance', (_event, argv, cwd) => {
    showWindow();
    void addFromOutside(pathsOnCommandLine(argv, cwd, app.isPackaged));
  });
  app.on('activate', () => showWindow());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void engine.stop().then(() => {
      stopped = true;
      // Not from within the event that was just held up: Electron would not hear it.
      setImmediate(() => app.quit());
    });
  });

  void app.whenReady().then(() => {
    closeSession(session.defaultSession, developing, log);
    serveApp(protocol, { ui: paths.ui, media: join(folders.data, 'cache') });
    answerRequests({
      ipcMain,
      isTrusted: isOwnFrame,
      engine: ask,
      shell: shellHandlers({
        dialog,
        clipboard,
        shell,
        words: wordsNow,
        window: () => window,
        picturesFolder: () => app.getPath('pictures'),
        documentsFolder: () => app.getPath('documents'),
        info: () => ({
          version: app.getVersion(),
          platform: process.platform,
          ...(engine.state.kind === 'ready'
            ? { model: engine.state.model, backend: engine.state.backend }
            : { model: undefined, backend: undefined }),
        }),
        engine: ask,
        restartEngine: () => engine.restart(),
        destinations,
      }),
      log,
    });
    routeTextCommands({ ipcMain, isTrusted: isOwnFrame, app: command });
    show(state);
    engine.start();
    showWindow();
    void addFromOutside([
      ...openedBeforeReady,
      ...pathsOnCommandLine(process.argv, process.cwd(), app.isPackaged),
    ]);
  });
}
