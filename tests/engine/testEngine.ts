// An engine in a folder of its own, with a fake model, a clock that can be told the time, and pictures made up.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { Reporter } from '../../src/drafting/reporter.ts';
import type { OpenModel } from '../../src/engine/modelState.ts';
import type { EngineRequests, Events, Handlers, PhotoSummary } from '../../src/ipc.ts';
import { createGate } from './gate.ts';
import { createFakeCaptioner, type FakeCaptioner } from './fakeCaptioner.ts';
import { createFakeReporter } from './fakeReporter.ts';

type AnyEvent = {
  [K in keyof Events]: { readonly name: K; readonly args: Parameters<Events[K]> };
}[keyof Events];

export interface TestEngine extends AsyncDisposable {
  readonly folder: string;
  readonly dataFolder: string;
  readonly pictures: string;
  readonly model: FakeCaptioner;
  readonly ask: Handlers<EngineRequests>;
  readonly events: AnyEvent[];
  readonly logged: unknown[];
  /** Makes an 8-bit picture of one colour, `#rgb`, unlike any other. */
  picture(name: string, colour: string, size?: number): Promise<string>;
  photos(): Promise<readonly PhotoSummary[]>;
  /** Waits for an event after which it is true of the pictures in the window. */
  until(condition: (photos: readonly PhotoSummary[]) => boolean): Promise<readonly PhotoSummary[]>;
  /** Waits for an event after which it is true. */
  untilTrue(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Waits until nothing is waiting or in work. */
  settled(): Promise<readonly PhotoSummary[]>;
  /** Closes the engine and opens another one at the same folder. */
  restart(): Promise<void>;
  /** The same, and does something to the files between. */
  breakAndRestart(between: () => Promise<void>): Promise<void>;
}

export interface TestEngineOptions {
  readonly model?: FakeCaptioner;
  /** Opens the model; by default the fake one. */
  readonly openModel?: () => Promise<OpenModel>;
  /** Opens the model that drafts; by default a fake one. */
  readonly openReporter?: () => Promise<Reporter>;
  readonly prepare?: (dataFolder: string) => Promise<void>;
}

const isBusy = ({ state }: PhotoSummary): boolean => state === 'waiting' || state === 'working';

export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const dataFolder = join(folder, 'data');
  const pictures = join(folder, 'pictures');
  await mkdir(pictures);
  await options.prepare?.(dataFolder);
  const model = options.model ?? createFakeCaptioner();
  const openModel = options.openModel ?? (() => Promise.resolve({ captioner: model, backend: 'fake' }));
  const events: AnyEvent[] = [];
  const logged: unknown[] = [];
  const listeners = new Set<() => void>();
  const start = (): Promise<Engine> =>
    createEngine({
      dataFolder,
      openModel,
      openReporter: options.openReporter ?? (() => Promise.resolve(createFakeReporter())),
      clock: () => performance.timeOrigin + performance.now(),
      emit: (name, ...args) => {
        events.push({ name, args } as AnyEvent);
        for (const listener of listeners) listener();
      },
      log: (error) => logged.push(error),
    });
  let engine = await start();
  let made = 0;

  const photos = async (): Promise<readonly PhotoSummary[]> => engine.handlers['photos:list']();

  async function until(
    condition: (photos: readonly PhotoSummary[]) => boolean,
  ): Promise<readonly PhotoSummary[]> {
    for (;;) {
      const changed = createGate();
      const listener = (): void => changed.open();
      listeners.add(listener);
      const now = await photos();
      if (!condition(now)) await changed.opened;
      listeners.delete(listener);
      if (condition(now)) return now;
    }
  }

  async function untilTrue(condition: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const changed = createGate();
      const listener = (): void => changed.open();
      listeners.add(listener);
      const isTrue = await condition();
      if (!isTrue) await changed.opened;
      listeners.delete(listener);
      if (isTrue) return;
    }
  }

  return {
    folder,
    dataFolder,
    pictures,
    model,
    get ask() {
      return engine.handlers;
    },
    events,
    logged,
    async picture(name, colour, size = 16) {
      made += 1;
      const path = join(pictures, name);
      await sharp({ create: { width: size + made, height: size, channels: 3, background: colour } }).toFile(
        path,
      );
      return path;
    },
    photos,
    until,
    untilTrue,
    settled: () => until((all) => !all.some(isBusy)),
    async restart() {
      await engine.close();
      engine = await start();
    },
    async breakAndRestart(between) {
      await engine.close();
      await between();
      engine = await start();
    },
    async [Symbol.asyncDispose]() {
      model.let();
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
}
