// The window's state put together: one class per feature, and what happens between them.
import { createContext } from 'svelte';
import type { Bridge, HistoryStep, PhotoSummary } from '../../src/ipc.ts';
import { Detail } from '../detail/detail.svelte.ts';
import { inWords } from '../messages/history.ts';
import { text } from '../messages/text.ts';
import { Adding } from '../photos/adding.svelte.ts';
import { Exporting } from '../photos/exporting.svelte.ts';
import { Library, type Schedule } from '../photos/library.svelte.ts';
import { isPending } from '../photos/mark.ts';
import { Selection } from '../photos/selection.svelte.ts';
import { View, type Store } from '../photos/view.svelte.ts';
import type { FetchFilm } from '../reports/films.svelte.ts';
import { Reports } from '../reports/reports.svelte.ts';
import { Settings } from '../settings/settings.svelte.ts';
import { Announcer } from './announcer.svelte.ts';
import type { After } from './clock.ts';
import { Queue } from './queue.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import type { CaptionOptions } from '../../src/model/caption.ts';
import type { Failure } from '../../src/errors.ts';

export type Room = 'photos' | 'reports' | 'settings';
export type Dialog = 'export' | 'shortcuts' | 'about' | 'failures';

export interface Surroundings {
  readonly bridge: Bridge;
  readonly after: After;
  readonly schedule: Schedule;
  readonly store: Store | undefined;
  readonly fetchFilm: FetchFilm;
}

export class App {
  readonly bridge: Bridge;
  readonly announcer: Announcer;
  readonly toasts: Toasts;
  readonly library: Library;
  readonly view: View;
  readonly selection: Selection;
  readonly detail: Detail;
  readonly queue: Queue;
  readonly settings: Settings;
  readonly adding: Adding;
  readonly exporting: Exporting;
  readonly reports: Reports;
  room: Room = $state('photos');
  /** The picture is shown large, in place of the grid. */
  opened = $state(false);
  previewing = $state(false);
  dialog: Dialog | undefined = $state();
  /** Set by whoever wants the caption field to take the focus; the field clears it. */
  wantsCaptionFocus = $state(false);
  wantsSearchFocus = $state(false);

  /** The active picture as it is now. */
  readonly active: PhotoSummary | undefined = $derived.by(() => {
    const id = this.selection.active;
    return id === undefined ? undefined : this.library.get(id);
  });

  constructor(around: Surroundings) {
    const { bridge, after, schedule, store, fetchFilm } = around;
    this.bridge = bridge;
    this.announcer = new Announcer(after);
    this.toasts = new Toasts(this.announcer, after);
    this.library = new Library(schedule, (photo) => this.announcer.settled(photo));
    this.view = new View(this.library, store);
    this.selection = new Selection(this.view);
    const put = (photo: PhotoSummary) => this.library.put([photo], 'now');
    this.detail = new Detail(bridge, after, put, (failure) => this.toasts.fail(failure.message));
    this.queue = new Queue(bridge);
    this.settings = new Settings(bridge, store);
    this.adding = new Adding(bridge, this.toasts, {
      added: (ids) => void this.#added(ids),
      showFailures: () => (this.dialog = 'failures'),
    });
    this.exporting = new Exporting(bridge, this.announcer);
    const { announcer, toasts } = this;
    this.reports = new Reports({ bridge, announcer, toasts, after, fetchFilm });
  }

  /** Listens first, then asks for what there is, so that nothing falls between. */
  async start(): Promise<() => void> {
    const { bridge } = this;
    const stops = [
      bridge.on('photos:changed', (photos) => this.library.put(photos, 'soon')),
      bridge.on('photos:removed', (ids) => this.library.drop(ids)),
      bridge.on('photos:added', (result) => this.adding.report(result)),
      bridge.on('queue:progress', (progress) => (this.queue.progress = progress)),
      bridge.on('engine:state', (state) => (this.queue.engine = state)),
      bridge.on('engine:notice', (notice) => (this.queue.notices = [...this.queue.notices, notice])),
      bridge.on('settings:changed', (settings) => this.settings.take(settings)),
      this.reports.listen(),
    ];
    await Promise.all([this.settings.load(), this.#load(), this.queue.load()]);
    return () => stops.forEach((stop) => stop());
  }

  open(id?: number): void {
    if (id !== undefined && !this.selection.has(id)) this.selection.choose(id);
    if (this.selection.active === undefined) return;
    this.previewing = false;
    this.opened = true;
  }

  editCaption(): void {
    if (this.selection.active === undefined) return;
    this.wantsCaptionFocus = true;
  }

  goTo(room: Room): void {
    this.leave();
    this.room = room;
  }

  /** What was typed is saved: the field, the room or the window is left. */
  leave(): void {
    this.detail.leave();
    void this.reports.desk.flush();
  }

  /** The chosen pictures, or the one that is open. */
  get chosen(): readonly number[] {
    if (this.opened) return this.selection.active === undefined ? [] : [this.selection.active];
    return this.selection.ids;
  }

  async copyCaptions(ids: readonly number[]): Promise<void> {
    const lines = ids.flatMap((id) => {
      const caption = id === this.detail.draft?.id ? this.detail.draft.text : this.library.get(id)?.caption;
      return caption ? [caption] : [];
    });
    if (lines.length === 0) {
      this.toasts.show(text.caption.nothingToCopy);
      return;
    }
    const result = await this.bridge.request('shell:copyText', lines.join('\n'));
    if (!result.ok) this.toasts.fail(result.error.message);
    else this.toasts.show(lines.length === 1 ? text.caption.copied : text.caption.copiedMany(lines.length));
  }

  async recaption(ids: readonly number[], options: CaptionOptions): Promise<void> {
    if (ids.length === 0) return;
    this.detail.leave();
    const result = await this.bridge.request('photos:recaption', ids, options);
    if (result.ok) this.toasts.show(text.redo.started(ids.length));
    else this.toasts.fail(result.error.message);
  }

  async remove(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    this.detail.leave();
    const result = await this.bridge.request('photos:remove', ids);
    if (!result.ok) {
      this.toasts.fail(result.error.message);
      return;
    }
    this.library.drop(ids);
    const undo = { label: text.remove.undo, run: () => void this.undo() };
    this.toasts.show(text.remove.done(ids.length), undo);
  }

  async undo(): Promise<void> {
    if (this.room === 'reports') await this.reports.undo();
    else await this.#step('photos:undo');
  }

  async redo(): Promise<void> {
    if (this.room === 'reports') await this.reports.redo();
    else await this.#step('photos:redo');
  }

  async cancelQueue(): Promise<void> {
    const ids = this.library.all.filter(isPending).map((photo) => photo.id);
    this.#tell(await this.queue.cancel(ids), text.status.cancelled(ids.length));
  }

  async cancel(ids: readonly number[]): Promise<void> {
    this.#tell(await this.queue.cancel(ids), text.status.cancelled(ids.length));
  }

  async setPaused(paused: boolean): Promise<void> {
    const failure = await this.queue.setPaused(paused);
    if (failure) this.toasts.fail(failure.message);
  }

  async showInFolder(path: string): Promise<void> {
    const result = await this.bridge.request('shell:showInFolder', path);
    if (!result.ok) this.toasts.fail(result.error.message);
  }

  async restartEngine(): Promise<void> {
    this.queue.engine = { kind: 'starting' };
    const result = await this.bridge.request('shell:restartEngine');
    if (!result.ok) this.queue.engine = { kind: 'failed', error: result.error };
    else await this.#load();
  }

  #tell(failure: Failure | undefined, done: string): void {
    if (failure) this.toasts.fail(failure.message);
    else this.toasts.show(done);
  }

  async #step(name: 'photos:undo' | 'photos:redo'): Promise<void> {
    await this.detail.draft?.flush();
    const result = await this.bridge.request(name);
    if (!result.ok) {
      this.toasts.fail(result.error.message);
      return;
    }
    this.#stepped(result.value, name === 'photos:undo');
    const shown = this.detail.photo?.id;
    if (shown === undefined || !result.value.ids.includes(shown)) return;
    const detail = await this.bridge.request('photos:detail', shown);
    if (!detail.ok) return;
    this.library.put([detail.value.photo], 'now');
    this.detail.refresh(detail.value.photo, true);
  }

  #stepped(step: HistoryStep, undone: boolean): void {
    if (step.change === undefined) {
      this.toasts.show(undone ? text.undo.nothingToUndo : text.undo.nothingToRedo);
      return;
    }
    const done = inWords(step.change);
    if (undone) {
      const again = { label: text.undo.redo, run: () => void this.redo() };
      this.toasts.show(text.undo.undone(done), step.canRedo ? again : undefined);
    } else {
      const back = { label: text.undo.undo, run: () => void this.undo() };
      this.toasts.show(text.undo.redone(done), step.canUndo ? back : undefined);
    }
    const [first] = step.ids;
    this.library.redraw();
    if (first !== undefined && !this.opened) this.selection.choose(first);
  }

  async #load(): Promise<void> {
    const photos = await this.bridge.request('photos:list');
    if (photos.ok) this.library.load(photos.value);
    else if (this.queue.engine.kind !== 'failed') this.queue.engine = { kind: 'failed', error: photos.error };
  }

  /** New pictures are shown: a filter that would hide them is taken away, and the first of them is chosen. */
  async #added(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    if (ids.some((id) => !this.library.has(id))) await this.#load();
    else this.library.redraw();
    this.room = 'photos';
    if (ids.some((id) => this.view.indexOf(id) < 0)) this.view.showAll();
    const first = Math.min(...ids.map((id) => this.view.indexOf(id)));
    if (!this.opened) this.selection.moveTo(first);
  }
}

export const [getApp, setApp] = createContext<App>();
