// The Reports room put together: studies, films, the report on the desk, and what lights what.
import type { Bridge, ReporterState, ReportView } from '../../src/ipc.ts';
import type { AttentionMap, Sentence } from '../../src/report/report.ts';
import { text } from '../messages/text.ts';
import { englishAlways } from '../messages/writing.ts';
import type { Announcer } from '../shell/announcer.svelte.ts';
import type { After } from '../shell/clock.ts';
import type { Toasts } from '../shell/toasts.svelte.ts';
import { Desk } from './desk.svelte.ts';
import { Films, type FetchFilm } from './films.svelte.ts';
import { Studies } from './studies.svelte.ts';
import { Viewer } from './viewer.svelte.ts';

export type Pointed =
  { readonly kind: 'sentence'; readonly id: string } | { readonly kind: 'finding'; readonly tag: string };

export type ReportDialog = 'sign' | 'addendum' | 'export' | 'compare';

export interface ReportsAround {
  readonly bridge: Bridge;
  readonly announcer: Announcer;
  readonly toasts: Toasts;
  readonly after: After;
  readonly fetchFilm: FetchFilm;
}

export class Reports {
  readonly bridge: Bridge;
  readonly #announcer: Announcer;
  readonly #toasts: Toasts;
  readonly studies: Studies;
  readonly desk: Desk;
  readonly films: Films;
  readonly viewer = new Viewer();
  reporter: ReporterState = $state.raw({ kind: 'closed' });
  dialog: ReportDialog | undefined = $state();
  wantsFilterFocus = $state(false);
  /** Under the pointer, and with the focus: the first has the say. */
  hovered: Pointed | undefined = $state.raw();
  focused: Pointed | undefined = $state.raw();
  readonly pointed: Pointed | undefined = $derived(this.hovered ?? this.focused);

  readonly litSentences: readonly Sentence[] = $derived.by(() => {
    const { pointed } = this;
    const all = this.desk.view?.report.sentences ?? [];
    if (pointed === undefined) return [];
    return pointed.kind === 'sentence'
      ? all.filter(({ id }) => id === pointed.id)
      : all.filter(({ draft }) => draft?.dependsOn.includes(pointed.tag) ?? false);
  });
  readonly litFindings: readonly string[] = $derived.by(() => {
    if (this.pointed === undefined) return [];
    if (this.pointed.kind === 'finding') return [this.pointed.tag];
    return this.litSentences.flatMap(({ draft }) => draft?.dependsOn ?? []);
  });
  /** Where the model looked for the sentences that are lit, their mean. */
  readonly maps: readonly AttentionMap[] = $derived(meanMaps(this.litSentences));

  constructor({ bridge, announcer, toasts, after, fetchFilm }: ReportsAround) {
    this.bridge = bridge;
    this.#announcer = announcer;
    this.#toasts = toasts;
    this.studies = new Studies(bridge, toasts);
    this.desk = new Desk(bridge, after, ({ message }) => toasts.fail(message));
    this.films = new Films(bridge, fetchFilm);
  }

  /** Hears the engine; the answer stops listening. */
  listen(): () => void {
    const stops = [
      this.bridge.on('studies:changed', (studies) => this.studies.put(studies)),
      this.bridge.on('reports:changed', (view) => this.#arrived(view)),
      this.bridge.on('reports:reporter', (state) => (this.reporter = state)),
      this.bridge.on('engine:state', (state) => {
        if (state.kind === 'ready' && this.studies.loaded) void this.#resume();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** The room is opened for the first time. */
  async enter(): Promise<void> {
    if (this.studies.loaded) return;
    await this.studies.load();
    const state = await this.bridge.request('reports:reporter');
    if (state.ok) this.reporter = state.value;
  }

  async undo(): Promise<void> {
    const done = await this.desk.undo();
    this.#announcer.say(done ? text.reports.undone : text.reports.nothingToUndo);
  }

  async redo(): Promise<void> {
    const done = await this.desk.redo();
    this.#announcer.say(done ? text.reports.redone : text.reports.nothingToRedo);
  }

  async accept(ids: readonly string[], accepted: boolean): Promise<void> {
    const view = await this.desk.change({ kind: 'accept', ids, accepted });
    if (view !== undefined && accepted) this.#announcer.say(text.report.acceptedSaid(ids.length));
  }

  async keepPhrase(words: string): Promise<void> {
    const result = await this.bridge.request('phrases:keep', words);
    if (result.ok) this.#toasts.show(text.report.phraseKept);
    else this.#toasts.fail(result.error.message);
  }

  say(words: string, isEnglish = false): void {
    this.#announcer.say(words, isEnglish ? englishAlways : undefined);
  }

  async #resume(): Promise<void> {
    await this.studies.load();
    await this.desk.resume();
  }

  #arrived(view: ReportView): void {
    const before = this.desk.view;
    if (!this.desk.take(view)) return;
    const isFirst = before?.report.model === undefined && view.report.model !== undefined;
    if (isFirst) this.#announcer.say(text.reports.draftArrived(view.report.sentences.length));
    else if (before?.report !== view.report) this.#announcer.say(text.reports.draftChanged);
  }
}

function meanMaps(sentences: readonly Sentence[]): readonly AttentionMap[] {
  const sums = new Map<string, number[]>();
  const drafted = sentences.filter(({ draft }) => draft !== undefined);
  for (const { draft } of drafted) {
    for (const { image, grid } of draft?.attention ?? []) {
      const sum = sums.get(image) ?? grid.map(() => 0);
      sums.set(
        image,
        sum.map((value, i) => value + (grid[i] ?? 0) / drafted.length),
      );
    }
  }
  return [...sums].map(([image, grid]) => ({ image, grid }));
}
