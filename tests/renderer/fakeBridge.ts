// An engine in memory behind the window's bridge, for developing and testing the window without Electron. It keeps
// the contract's promises: states in their order, late results that never replace a person's words, undo, export.
import { toFailure, type Failure, type Result } from '../../src/errors.ts';
import type {
  AddResult,
  Bridge,
  Events,
  EventName,
  ExportResult,
  Handlers,
  HistoryChange,
  HistoryStep,
  PhotoSummary,
  QueueProgress,
  Requests,
  Settings,
} from '../../src/ipc.ts';
import { defaultCaptionOptions, type CaptionOptions } from '../../src/model/caption.ts';
import {
  captionEntry,
  detailOf,
  editEntry,
  failEntry,
  fakeModel,
  hashOf,
  pathOf,
  revertEntry,
  waitingEntry,
  type Entry,
} from './fakePhotos.ts';
import { FakeReports, type FakeReportOptions } from './fakeReports.ts';
import { generator } from './fakeScenes.ts';

export interface FakeOptions extends FakeReportOptions {
  /** Pictures there from the start. */
  readonly photos: number;
  /** Of every ten, this many have failed. */
  readonly failing: number;
  /** This many of them, from the first, still wait. */
  readonly waiting: number;
  readonly theme: Settings['theme'];
  readonly language: Settings['language'];
  readonly textScalePercent: number;
  /** Milliseconds a caption takes; 0 leaves the queue standing until `work` is called. */
  readonly captionMs: number;
  readonly engine: 'ready' | 'starting' | 'failed';
  readonly reduceMotion: boolean;
}

interface Change {
  readonly did: HistoryChange;
  readonly ids: readonly number[];
  readonly undo: () => void;
  readonly redo: () => void;
}

const ready = { kind: 'ready', model: fakeModel, backend: 'native' } as const;
const names = ['DSC', 'IMG', 'holiday', 'P10', 'scan of an old print with a long name'];

export class FakeEngine implements Bridge {
  readonly #entries = new Map<number, Entry>();
  readonly #listeners = new Map<EventName, Set<(...args: never[]) => void>>();
  readonly #done: Change[] = [];
  readonly #undone: Change[] = [];
  readonly #options: FakeOptions;
  #nextId = 1;
  #paused = false;
  #finished = 0;
  #failed = 0;
  #settings: Settings;
  /** What was asked, for tests. */
  readonly asked: { readonly name: keyof Requests; readonly args: readonly unknown[] }[] = [];
  copied = '';
  readonly reports: FakeReports;
  /** Requests of this name fail with this. */
  readonly failures = new Map<keyof Requests, Failure>();

  constructor(options: FakeOptions) {
    this.#options = options;
    this.reports = new FakeReports(options, (name, ...args) => this.emit(name, ...args));
    this.#settings = {
      theme: options.theme,
      language: options.language,
      caption: defaultCaptionOptions,
      reduceMotion: options.reduceMotion,
      textScalePercent: options.textScalePercent,
    };
    for (let index = 0; index < options.photos; index += 1) this.#seed(index);
    if (options.captionMs > 0) this.#tick();
  }

  async request<K extends keyof Requests>(
    name: K,
    ...args: Parameters<Requests[K]>
  ): Promise<Result<ReturnType<Requests[K]>>> {
    this.asked.push({ name, args });
    await Promise.resolve();
    const failure = this.failures.get(name);
    if (failure) return { ok: false, error: failure };
    const handler = { ...this.#handlers, ...this.reports.handlers }[name] as (
      ...all: unknown[]
    ) => ReturnType<Requests[K]>;
    try {
      return { ok: true, value: handler(...args) };
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  }

  on<K extends EventName>(name: K, listener: Events[K]): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(name, listeners);
    if (name === 'engine:state') this.#sayEngine();
    return () => void listeners.delete(listener);
  }

  pathsOf(files: readonly File[]): readonly string[] {
    return files.map((file) => pathOf(file.name));
  }

  emit<K extends EventName>(name: K, ...args: Parameters<Events[K]>): void {
    for (const listener of this.#listeners.get(name) ?? [])
      (listener as (...all: unknown[]) => void)(...args);
  }

  /** Captions the first picture that waits, or the one named; `text` overrides what the model says. */
  work(id?: number, text?: string): void {
    const entry =
      id === undefined
        ? [...this.#entries.values()].find(({ photo }) => photo.state === 'waiting')
        : this.#entries.get(id);
    if (entry) this.#caption(entry, text);
  }

  idOf(name: string): number | undefined {
    return [...this.#entries.values()].find(({ photo }) => photo.name === name)?.photo.id;
  }

  #sayEngine(): void {
    queueMicrotask(() => {
      if (this.#options.engine === 'ready') this.emit('engine:state', ready);
      if (this.#options.engine === 'failed')
        this.emit('engine:state', {
          kind: 'failed',
          error: {
            code: 'model/missing',
            message:
              'The model folder “photo-captioner” is not there. Install the app again to bring it back.',
          },
        });
    });
  }

  #seed(index: number): void {
    const random = generator(index + 11);
    const prefix = names[index % names.length] ?? 'IMG';
    const name = `${prefix}_${String(index + 1).padStart(4, '0')}.jpg`;
    const entry = this.#add(name, Date.UTC(2024, 5, 1) + index);
    if (index < this.#options.waiting) return;
    if (Math.floor(random() * 10) < this.#options.failing) {
      failEntry(entry);
      return;
    }
    captionEntry(entry);
    if (random() < 0.12) editEntry(entry, `${entry.photo.caption ?? ''}, seen from our window`);
  }

  #add(name: string, addedAtMs: number): Entry {
    const entry = waitingEntry(this.#nextId++, name, addedAtMs);
    this.#entries.set(entry.photo.id, entry);
    return entry;
  }

  #tick(): void {
    setTimeout(() => {
      if (!this.#paused) this.work();
      this.#tick();
    }, this.#options.captionMs);
  }

  #caption(entry: Entry, text?: string): void {
    captionEntry(entry, text);
    this.#finished += 1;
    this.#tell(entry);
  }

  #tell(...entries: readonly Entry[]): void {
    this.emit(
      'photos:changed',
      entries.map(({ photo }) => photo),
    );
    this.emit('queue:progress', this.#progress());
  }

  #progress(): QueueProgress {
    const states = [...this.#entries.values()].map(({ photo }) => photo.state);
    const waiting = states.filter((state) => state === 'waiting').length;
    const working = states.filter((state) => state === 'working').length;
    if (waiting + working === 0) this.#finished = 0;
    const imagesPerSecond = this.#finished > 0 || this.#options.photos > 0 ? 12.4 : undefined;
    return {
      waiting,
      working,
      done: this.#finished,
      failed: this.#failed,
      paused: this.#paused,
      imagesPerSecond,
    };
  }

  #entry(id: number): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`no photo ${String(id)}`);
    return entry;
  }

  #added(files: readonly string[]): AddResult {
    const failures: Failure[] = [];
    const ids: number[] = [];
    const entries: Entry[] = [];
    let known = 0;
    const addedAtMs = Date.UTC(2025, 0, 1) + this.#nextId;
    for (const name of files) {
      const there = this.idOf(name);
      if (name.endsWith('.txt')) {
        failures.push({
          code: 'image/unsupported',
          message: `${name} is text, not a picture. Choose a photo instead.`,
        });
      } else if (there !== undefined) {
        known += 1;
        ids.push(there);
      } else {
        const entry = this.#add(name, addedAtMs);
        entries.push(entry);
        ids.push(entry.photo.id);
      }
    }
    this.#tell(...entries);
    return { ids, known, failures };
  }

  #change(change: Change): HistoryStep {
    change.redo();
    this.#done.push(change);
    this.#undone.length = 0;
    return this.#step(change);
  }

  #step(change: Change | undefined): HistoryStep {
    const canUndo = this.#done.length > 0;
    const canRedo = this.#undone.length > 0;
    return { change: change?.did, ids: change?.ids ?? [], canUndo, canRedo };
  }

  #put(id: number, photo: PhotoSummary): void {
    const entry = this.#entry(id);
    entry.photo = photo;
    this.#tell(entry);
  }

  /** `open`: the step that this one goes on with, and takes the place of. */
  #changePhoto(kind: 'edit' | 'revert', id: number, change: () => void, open?: Change): PhotoSummary {
    const before = this.#entry(id).photo;
    change();
    const after = this.#entry(id).photo;
    this.#change({
      did: { kind, name: before.name, count: 1 },
      ids: [id],
      undo: open?.undo ?? (() => this.#put(id, before)),
      redo: () => this.#put(id, after),
    });
    return after;
  }

  #edit(id: number, text: string, goesOn: boolean): PhotoSummary {
    const last = this.#done.at(-1);
    const open = goesOn && last?.did.kind === 'edit' && last.ids[0] === id ? last : undefined;
    if (open !== undefined) {
      this.#done.pop();
      this.#entry(id).history.shift();
    }
    return this.#changePhoto('edit', id, () => editEntry(this.#entry(id), text), open);
  }

  #remove(ids: readonly number[]): HistoryStep {
    const removed = ids.map((id) => this.#entry(id));
    const [first] = removed;
    return this.#change({
      did: { kind: 'remove', name: first?.photo.name ?? '', count: removed.length },
      ids,
      undo: () => {
        for (const entry of removed) this.#entries.set(entry.photo.id, entry);
        this.#tell(...removed);
      },
      redo: () => {
        for (const id of ids) this.#entries.delete(id);
        this.emit('photos:removed', ids);
      },
    });
  }

  #recaption(ids: readonly number[], options: CaptionOptions): void {
    const entries = ids.map((id) => this.#entry(id));
    for (const entry of entries) entry.photo = { ...entry.photo, state: 'waiting', failure: undefined };
    this.#tell(...entries);
    this.#settings = { ...this.#settings, caption: { ...this.#settings.caption, beam: options.beam } };
  }

  #export(ids: readonly number[], destination: string | undefined, overwrite: boolean): ExportResult {
    if (destination !== undefined) return { written: [destination], kept: [], failures: [] };
    const paths = ids.map((id) => this.#entry(id).photo.path.replace(/\.\w+$/, '.txt'));
    const kept = overwrite ? [] : paths.filter((_, index) => index % 5 === 1).slice(0, 4);
    return { written: paths.filter((path) => !kept.includes(path)), kept, failures: [] };
  }

  readonly #handlers: Handlers<Omit<Requests, keyof FakeReports['handlers']>> = {
    'engine:info': () => {
      if (this.#options.engine !== 'ready') throw new Error('not ready');
      return { model: fakeModel, backend: 'native' };
    },
    'engine:notices': () => [],
    'photos:addPaths': (paths) => this.#added(paths.map((path) => path.split('/').at(-1) ?? path)),
    'photos:addBytes': (_bytes, name) => this.#added([name]),
    'photos:list': () => [...this.#entries.values()].map(({ photo }) => photo),
    'photos:detail': (id) => detailOf(this.#entry(id)),
    'photos:preview': (id) => hashOf(id),
    'photos:prioritise': () => undefined,
    'photos:edit': (id, text, goesOn = false) => this.#edit(id, text, goesOn),
    'photos:revert': (id) => this.#changePhoto('revert', id, () => revertEntry(this.#entry(id))),
    'photos:recaption': (ids, options) => this.#recaption(ids, options),
    'photos:remove': (ids) => this.#remove(ids),
    'photos:undo': () => {
      const change = this.#done.pop();
      if (change) this.#undone.push(change);
      change?.undo();
      return this.#step(change);
    },
    'photos:redo': () => {
      const change = this.#undone.pop();
      if (change) this.#done.push(change);
      change?.redo();
      return this.#step(change);
    },
    'photos:export': (ids, _format, destination, overwrite) => this.#export(ids, destination, overwrite),
    'queue:cancel': (ids) => {
      const entries = ids.map((id) => this.#entry(id));
      for (const entry of entries)
        entry.photo = {
          ...entry.photo,
          state: 'failed',
          failure: {
            code: 'cancelled',
            message: `${entry.photo.name} was taken out of the queue. Try again when you like.`,
          },
        };
      this.#tell(...entries);
    },
    'queue:pause': (paused) => {
      this.#paused = paused;
      this.emit('queue:progress', this.#progress());
    },
    'queue:progress': () => this.#progress(),
    'settings:get': () => this.#settings,
    'settings:set': (settings) => (this.#settings = settings),
    'shell:info': () => ({ version: '0.1.0', platform: 'Linux', model: fakeModel, backend: 'native' }),
    'shell:openPhotos': (kind) =>
      this.#added(
        kind === 'files'
          ? ['beach.jpg', 'harbour at dawn.jpg']
          : ['garden 1.jpg', 'garden 2.jpg', 'garden 3.jpg'],
      ),
    'shell:saveAs': (_format, suggestedName) => pathOf(suggestedName),
    'shell:copyText': (text) => {
      this.copied = text;
    },
    'shell:pastePhoto': () => this.#added([`pasted ${String(this.#nextId)}.png`]),
    'shell:showInFolder': () => undefined,
    'shell:restartEngine': () => this.emit('engine:state', ready),
  };
}
