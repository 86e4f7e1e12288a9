// Finds Electron's program and what it can do, without ever downloading it.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

export interface ElectronBinary {
  readonly folder: string;
  readonly program: string;
  readonly version: string;
}

/** The first Electron whose own Node has what the engine needs (node:sqlite without a flag). */
const firstMajorForEngine = 37;

const programNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Electron as ELECTRON_OVERRIDE_DIST_PATH names it, else as the package downloaded it; undefined where there is none. */
export function findElectron(env: NodeJS.ProcessEnv): ElectronBinary | undefined {
  const folder =
    env['ELECTRON_OVERRIDE_DIST_PATH'] || join(dirname(require.resolve('electron/package.json')), 'dist');
  const program = join(folder, programNames[process.platform] ?? 'electron');
  const versionFile = join(folder, 'version');
  if (!existsSync(program) || !existsSync(versionFile)) return undefined;
  return { folder, program, version: readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') };
}

/** What must be set so that the engine runs: an old Electron gets the Node that runs this. */
export function engineEnvironment(electron: ElectronBinary, env: NodeJS.ProcessEnv): Record<string, string> {
  const major = Number.parseInt(electron.version, 10);
  return env['EKPHRASIS_ENGINE_NODE'] === undefined && major < firstMajorForEngine
    ? { EKPHRASIS_ENGINE_NODE: process.execPath }
    : {};
}

/** Chromium refuses to run as root with its sandbox. */
export function sandboxArguments(): readonly string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
