// The report on the desk: what the engine holds of it, and everything that a person does to it, one after another.
import type { Failure, Result } from '../../src/errors.ts';
import type { Bridge, PersonChange, ReportView } from '../../src/ipc.ts';
import { sentencesOf, type Section, type Sentence } from '../../src/report/report.ts';
import type { After } from '../shell/clock.ts';
import { Typing, type Place } from './typing.svelte.ts';

export class Desk {
  readonly #bridge: Bridge;
  readonly #after: After;
  readonly #fail: (failure: Failure) => void;
  view: ReportView | undefined = $state.raw();
  /** Why the report could not be opened. */
  failure: Failure | undefined = $state.raw();
  /** Text under the person's hands, and what could not be saved yet. */
  #typing: readonly Typing[] = $state.raw([]);
  /** Changes go one after another: each answer is what stands then. */
  #last: Promise<unknown> = Promise.resolve();
  #wanted: number | undefined;
  /** The sentence that should take the focus when it is there. */
  wantsFocus: string | undefined = $state();

  readonly isOpen: boolean = $derived(this.view?.report.status === 'draft');
  readonly accepted: number = $derived(this.#sentences().filter(({ accepted }) => accepted).length);
  readonly unaccepted: readonly Sentence[] = $derived(
    this.#sentences().filter(({ accepted, text }) => !accepted && text.trim() !== ''),
  );

  /** @param fail says to the person what went wrong, where nothing is lost by it */
  constructor(bridge: Bridge, after: After, fail: (failure: Failure) => void) {
    this.#bridge = bridge;
    this.#after = after;
    this.#fail = fail;
  }

  /** Another report, or none. */
  async open(reportId: number | undefined): Promise<void> {
    if (reportId === this.#wanted) return;
    this.#wanted = reportId;
    await this.flush();
    if (this.#wanted !== reportId) return;
    this.#typing = this.#typing.filter((typing) => typing.dirty);
    this.view = undefined;
    this.failure = undefined;
    if (reportId === undefined) return;
    const result = await this.#bridge.request('reports:open', reportId);
    // Another may have been chosen meanwhile.
    if (this.#wanted !== reportId) return;
    if (result.ok) this.view = result.value;
    else this.failure = result.error;
  }

  /** A newer state of the same report: a draft that arrived, or what an engine says after it came back. */
  take(view: ReportView): boolean {
    if (view.id !== this.view?.id || view.changedAtMs < this.view.changedAtMs) return false;
    this.view = view;
    return true;
  }

  sentences(section: Section): readonly Sentence[] {
    return this.view === undefined ? [] : sentencesOf(this.view.report, section);
  }

  /** The answer is undefined where it failed; the person has been told. */
  async change(change: PersonChange): Promise<ReportView | undefined> {
    await this.flush();
    return this.#ask((id) => this.#bridge.request('reports:change', id, change));
  }

  async undo(): Promise<boolean> {
    await this.flush();
    if (this.view?.canUndo !== true) return false;
    return (await this.#ask((id) => this.#bridge.request('reports:undo', id))) !== undefined;
  }

  async redo(): Promise<boolean> {
    await this.flush();
    if (this.view?.canRedo !== true) return false;
    return (await this.#ask((id) => this.#bridge.request('reports:redo', id))) !== undefined;
  }

  async sign(author: string): Promise<Result<ReportView>> {
    await this.flush();
    return this.#asked((id) => this.#bridge.request('reports:sign', id, author));
  }

  async addendum(words: string, author: string): Promise<Result<ReportView>> {
    return this.#asked((id) => this.#bridge.request('reports:addendum', id, words, author));
  }

  /** Puts an empty sentence, or a phrase, into a section, and asks for the focus. */
  async insert(section: Section, words = '', before?: string): Promise<void> {
    const next = this.view?.report.nextId;
    const view = await this.change({ kind: 'insert', section, text: words, before });
    if (view !== undefined && next !== undefined) this.wantsFocus = `s${String(next)}`;
  }

  /** One place up or down in its section. */
  async move(sentence: Sentence, delta: -1 | 1): Promise<void> {
    const own = this.sentences(sentence.section);
    const at = own.findIndex(({ id }) => id === sentence.id);
    if (at + delta < 0 || at + delta >= own.length) return;
    const before = own[delta < 0 ? at - 1 : at + 2]?.id;
    await this.change({ kind: 'move', id: sentence.id, section: sentence.section, before });
  }

  /** What stands in a field: what is being typed, else what the report has. */
  textOf(place: Place, stored: string): string {
    return this.typing(place)?.text ?? stored;
  }

  typing(place: Place): Typing | undefined {
    return this.#typing.find((typing) => typing.reportId === this.view?.id && typing.isAt(place));
  }

  type(place: Place, words: string): void {
    const reportId = this.view?.id;
    if (reportId === undefined || !this.isOpen) return;
    let typing = this.typing(place);
    if (typing === undefined) {
      typing = new Typing(reportId, place, this.#after, (change, goesOn) =>
        this.#asked(() => this.#bridge.request('reports:change', reportId, change, goesOn)),
      );
      this.#typing = [...this.#typing, typing];
    }
    typing.type(words);
  }

  /** Leaves a field: what was typed is saved, and an own sentence without words goes. */
  async leave(place: Place): Promise<void> {
    const typing = this.typing(place);
    await typing?.flush();
    if (typing !== undefined && !typing.dirty)
      this.#typing = this.#typing.filter((other) => other !== typing);
    if (place.kind !== 'sentence') return;
    const sentence = this.#sentences().find(({ id }) => id === place.id);
    if (sentence?.text.trim() !== '' || sentence.provenance !== 'written') return;
    await this.#ask((id) => this.#bridge.request('reports:change', id, { kind: 'delete', id: sentence.id }));
  }

  /** Saves all that was typed. */
  async flush(): Promise<void> {
    await Promise.all(this.#typing.map((typing) => typing.flush()));
  }

  get unsaved(): readonly Typing[] {
    return this.#typing.filter(({ failure }) => failure !== undefined);
  }

  /** The engine is back: what it missed is saved, and what it holds is shown. */
  async resume(): Promise<void> {
    await this.flush();
    const id = this.view?.id;
    if (id === undefined) return;
    const result = await this.#bridge.request('reports:open', id);
    if (result.ok && id === this.view?.id) this.view = result.value;
  }

  async #ask(ask: (id: number) => Promise<Result<ReportView>>): Promise<ReportView | undefined> {
    const result = await this.#asked(ask);
    if (result.ok) return result.value;
    this.#fail(result.error);
    return undefined;
  }

  #asked(ask: (id: number) => Promise<Result<ReportView>>): Promise<Result<ReportView>> {
    const asked = this.#last.then(async () => {
      const id = this.view?.id;
      if (id === undefined) {
        const error = { code: 'usage', message: 'No report is open: choose a study.' } as const;
        return { ok: false, error } as const;
      }
      const result = await ask(id);
      if (result.ok && result.value.id === this.view?.id) this.view = result.value;
      return result;
    });
    this.#last = asked;
    return asked;
  }

  #sentences(): readonly Sentence[] {
    return this.view?.report.sentences ?? [];
  }
}
