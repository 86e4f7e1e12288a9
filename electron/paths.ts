// Where everything lies: beside the source while developing, in app.asar and app.asar.unpacked once packaged.
import { join } from 'node:path';

export interface AppPaths {
  readonly ui: string;
  readonly preload: string;
  /** The engine, its native parts and the models are read by other processes: unpacked, as an archive is Electron's own. */
  readonly engine: string;
  readonly model: string;
  readonly reporter: string;
  readonly icon: string;
}

/** @param root Electron's `app.getAppPath()`: the project folder, or .../resources/app.asar. */
export function appPaths(root: string, env: NodeJS.ProcessEnv): AppPaths {
  const unpacked = root.replace(/app\.asar$/, 'app.asar.unpacked');
  return {
    ui: join(root, 'dist', 'renderer'),
    preload: join(root, 'dist', 'electron', 'preload.cjs'),
    engine: env['EKPHRASIS_ENGINE'] ?? join(unpacked, 'dist', 'engine', 'serve.mjs'),
    model: env['EKPHRASIS_MODEL'] ?? join(unpacked, 'models', 'photo-captioner'),
    reporter: env['EKPHRASIS_REPORTER'] ?? join(unpacked, 'models', 'chest-xray-reporter'),
    icon: join(root, 'dist', 'electron', 'icon.png'),
  };
}

/** Everything that a person made, and the caches; the shell's own files lie beside it. */
export interface DataPaths {
  /** The library and its cache. */
  readonly data: string;
  /** Chromium's profile, window.json and the log. */
  readonly shell: string;
}

/** @param userData Electron's default, or what --user-data-dir says. */
export function dataPaths(userData: string, env: NodeJS.ProcessEnv): DataPaths {
  const chosen = env['EKPHRASIS_DATA'];
  return chosen === undefined || chosen === ''
    ? { data: join(userData, 'library'), shell: userData }
    : { data: chosen, shell: join(chosen, 'shell') };
}
