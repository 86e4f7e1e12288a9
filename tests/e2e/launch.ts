// Starts the app for a test, with a data folder of its own, and ends it afterwards.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, _electron, type ElectronApplication, type Page } from '@playwright/test';
import { engineEnvironment, findElectron, sandboxArguments } from '../../build/electronBinary.ts';
import { packagedProgram } from '../../build/packagedProgram.ts';
import { projectRoot } from '../../build/projectRoot.ts';
import type { Bridge } from '../../src/ipc.ts';

declare global {
  var ekphrasis: Bridge;
}

export type AppUnderTest = 'development' | 'packaged';

export interface LaunchOptions {
  /** Kept by the test to start again with the same library. */
  readonly data?: string;
  /** Pictures and folders to open, and switches. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The small engine of the shell's tests, in a utility process or as a Node child, in place of the real one. */
  readonly echo?: 'utility' | 'node';
  /** Takes the page's own defence away, to see what the others are worth. */
  readonly bypassCSP?: boolean;
}

export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly window: Page;
  readonly data: string;
  /** What the page wrote to its console as errors or warnings, and what it threw. */
  readonly complaints: string[];
  /** Quits as a person would, and waits. */
  readonly quit: () => Promise<void>;
  readonly log: () => Promise<string>;
}

interface Fixtures {
  readonly build: AppUnderTest;
  readonly dataFolder: string;
  readonly launch: (options?: LaunchOptions) => Promise<RunningApp>;
}

const echoEngine = join(projectRoot, 'tests', 'electron', 'fixtures', 'echoEngine.cjs');

export const test = base.extend<Fixtures>({
  build: ['development', { option: true }],

  // Playwright reads a fixture's needs from this pattern, empty or not.
  // eslint-disable-next-line no-empty-pattern
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ekphrasis-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  launch: async ({ build, dataFolder }, use) => {
    const electron = findElectron(process.env);
    const program = build === 'packaged' ? packagedProgram(projectRoot) : electron?.program;
    test.skip(
      electron === undefined,
      'Electron is not here: set ELECTRON_OVERRIDE_DIST_PATH, or let npm start download it.',
    );
    test.skip(program === undefined || !existsSync(program), 'The app is not packaged: npm run package.');
    const running: RunningApp[] = [];
    await use(async (options = {}) => {
      if (electron === undefined || program === undefined) throw new Error('skipped above');
      const app = await start(
        program,
        build === 'development' ? [projectRoot] : [],
        options.data ?? dataFolder,
        options,
        {
          ...engineEnvironment(electron, process.env),
          ...echoEnvironment(options.echo),
        },
      );
      running.push(app);
      return app;
    });
    await Promise.all(running.map((app) => app.quit()));
  },
});

function echoEnvironment(echo: LaunchOptions['echo']): Record<string, string> {
  if (echo === undefined) return {};
  return { EKPHRASIS_ENGINE: echoEngine, EKPHRASIS_ENGINE_NODE: echo === 'node' ? process.execPath : '' };
}

async function start(
  program: string,
  appArguments: readonly string[],
  data: string,
  options: LaunchOptions,
  env: Record<string, string>,
): Promise<RunningApp> {
  const electron = await _electron.launch({
    executablePath: program,
    args: [...sandboxArguments(), ...appArguments, ...(options.args ?? [])],
    env: { ...definedEnvironment(), ...env, ...options.env, EKPHRASIS_DATA: data },
    // The app's own theme, not one that the test runner plays.
    colorScheme: null,
    bypassCSP: options.bypassCSP ?? false,
  });
  const output: string[] = [];
  electron.process().stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const log = (): Promise<string> => readFile(join(data, 'shell', 'ekphrasis.log'), 'utf8');
  const window = await electron.firstWindow();
  const complaints: string[] = [];
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  window.on('pageerror', (error) => complaints.push(String(error)));
  await window.waitForLoadState('load');
  let closed = false;
  electron.on('close', () => (closed = true));
  return {
    electron,
    window,
    data,
    complaints,
    quit: async () => {
      if (!closed) await quit(electron, output, log);
    },
    log,
  };
}

/** Above the time that the engine is given to end. */
const quitTimeoutMs = 20_000;

async function quit(
  electron: ElectronApplication,
  output: readonly string[],
  log: () => Promise<string>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), quitTimeoutMs)));
  const outcome = await Promise.race([electron.close(), late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  electron.process().kill('SIGKILL');
  throw new Error(`The app did not quit. Its log:\n${await log()}\nIts output:\n${output.join('')}`);
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export { expect } from '@playwright/test';
