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
}

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
  void window.loadURL('app://ui/');
  return window;
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
