// The one window: sandboxed, remembers where it stood, shown when it has something to show.
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { EngineState, EventName, Events } from '../src/ipc.ts';
import { placeWindow, smallestWindow, type ShellState } from './shellState.ts';
import { nextZoom } from './zoom.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly developing: boolean;
  readonly state: ShellState;
  /** Called when the window is about to close. */
  readonly remember: (state: Pick<ShellState, 'bounds' | 'maximized'>) => void;
  /** What the page is told first. */
  readonly engineState: () => EngineState;
  readonly log: (line: string) => void;
}

/** A page that dies more often than this in a minute stays dead: it would die for ever. */
const mostReloads = 3;

/** The window's ground before its page is there: no white flash in a dark room. */
const grounds = { light: '#ffffff', dark: '#141518' };

export function openWindow(options: WindowOptions): BrowserWindow {
  const { state } = options;
  const window = new BrowserWindow({
    ...placeWindow(
      state.bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light,
    icon: options.icon,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: options.developing,
      // Dropped files are taken by the page, never opened in the window's place.
      navigateOnDragDrop: false,
    },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    options.remember({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  );
  window.webContents.on('zoom-changed', (_event, direction) => zoomWindow(window, direction));
  // Also after a reload: events that were sent before the page listened are lost to it.
  window.webContents.on('did-finish-load', () => sendEvent(window, 'engine:state', options.engineState()));
  reloadAfterCrash(window, options.log);
  void window.loadURL('app://ui/');
  return window;
}

/** The engine holds everything that matters: a page that crashed comes back with all of it. */
function reloadAfterCrash(window: BrowserWindow, log: (line: string) => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`window: its page is gone: ${reason}, ${exitCode}`);
    const now = Date.now();
    crashes = [...crashes.filter((atMs) => now - atMs < 60_000), now];
    if (reason !== 'clean-exit' && crashes.length <= mostReloads) window.webContents.reload();
  });
}

export function sendEvent<K extends EventName>(
  window: BrowserWindow | undefined,
  name: K,
  ...args: Parameters<Events[K]>
): void {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send(name, ...args);
}

export function zoomWindow(window: BrowserWindow, direction: 'in' | 'out' | 'reset'): void {
  const { webContents } = window;
  webContents.setZoomFactor(direction === 'reset' ? 1 : nextZoom(webContents.getZoomFactor(), direction));
}
