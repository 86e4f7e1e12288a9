// The bridge: puts `window.ekphrasis` on the page. It passes on what the contract names, and nothing else.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../../src/ipc.ts';
import type { Result } from '../../src/errors.ts';
import { isEngineRequest, isEvent, isShellRequest, textCommandChannel } from '../channels.ts';

/** `webUtils` came with Electron 29; before, a File carried its path. */
const pathOf = (file: File & { readonly path?: string }): string =>
  (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? file.path ?? '';

const unknownName = (name: string): Result<never> => ({
  ok: false,
  error: { code: 'bug', message: `Bug: there is no request ${name}` },
});

// Names are checked here; that each carries what the contract says is checked by main, which parses it.
const bridge = {
  request: async (name: string, ...args: unknown[]): Promise<Result<unknown>> => {
    if (!isEngineRequest(name) && !isShellRequest(name)) return unknownName(name);
    try {
      return (await ipcRenderer.invoke(name, ...args)) as Result<unknown>;
    } catch (error) {
      // Arguments that cannot be cloned, or a main process that is going away.
      return {
        ok: false,
        error: { code: 'bug', message: error instanceof Error ? error.message : String(error) },
      };
    }
  },
  on: (name: string, listener: (...args: unknown[]) => void): (() => void) => {
    if (!isEvent(name)) throw new Error(`Bug: there is no event ${name}`);
    const pass = (_event: unknown, ...args: unknown[]): void => listener(...args);
    ipcRenderer.on(name, pass);
    return () => {
      ipcRenderer.off(name, pass);
    };
  },
  pathsOf: (files: readonly File[]): readonly string[] => files.map(pathOf).filter((path) => path !== ''),
} satisfies Record<keyof Bridge, unknown>;

contextBridge.exposeInMainWorld('ekphrasis', bridge);

/** True when the page's focus is in a text of its own, which has its own undo, selection and paste. */
function isEditingText(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (active instanceof HTMLTextAreaElement) return !active.readOnly && !active.disabled;
  if (active instanceof HTMLInputElement) {
    const isText = ![
      'button',
      'checkbox',
      'color',
      'file',
      'image',
      'radio',
      'range',
      'reset',
      'submit',
    ].includes(active.type);
    return isText && !active.readOnly && !active.disabled;
  }
  return active instanceof HTMLElement && active.isContentEditable;
}

// Main asks before it runs Undo, Redo, Select all or Paste from the menu: is this for a text field or for the app?
ipcRenderer.on(textCommandChannel, (_event, command: unknown) => {
  ipcRenderer.send(textCommandChannel, command, isEditingText());
});
