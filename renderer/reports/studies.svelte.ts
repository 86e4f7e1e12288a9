// The list of studies: what there is, which is open, and how films come in.
import type { Failure, Result } from '../../src/errors.ts';
import type { Bridge, StudiesAdded, StudySummary } from '../../src/ipc.ts';
import { text } from '../messages/text.ts';
import { folded } from '../photos/folded.ts';
import type { Toasts } from '../shell/toasts.svelte.ts';

export class Studies {
  readonly #bridge: Bridge;
  readonly #toasts: Toasts;
  loaded = $state(false);
  list: readonly StudySummary[] = $state.raw([]);
  openId: number | undefined = $state();
  query = $state('');
  /** Requests under way: a folder of studies takes a moment. */
  #adding = $state(0);
  /** What the last addition could not take. */
  failures: readonly Failure[] = $state.raw([]);

  readonly open: StudySummary | undefined = $derived(this.list.find(({ id }) => id === this.openId));
  readonly shown: readonly StudySummary[] = $derived.by(() => {
    const query = folded(this.query.trim());
    return query === '' ? this.list : this.list.filter(({ name }) => folded(name).includes(query));
  });

  constructor(bridge: Bridge, toasts: Toasts) {
    this.#bridge = bridge;
    this.#toasts = toasts;
  }

  get busy(): boolean {
    return this.#adding > 0;
  }

  async load(): Promise<void> {
    const list = await this.#bridge.request('studies:list');
    if (!list.ok) {
      this.#toasts.fail(list.error.message);
      return;
    }
    this.list = list.value;
    this.loaded = true;
    this.#settle();
  }

  /** What the engine says of some studies. New ones come first. */
  put(changed: readonly StudySummary[]): void {
    const byId = new Map(changed.map((study) => [study.id, study]));
    const kept = this.list.map((study) => {
      const next = byId.get(study.id) ?? study;
      byId.delete(study.id);
      return next;
    });
    if (this.loaded) this.list = [...[...byId.values()].sort((a, b) => b.id - a.id), ...kept];
  }

  choose(id: number): void {
    this.openId = id;
  }

  /** The neighbour of the open study in the list. */
  step(delta: number): void {
    const at = this.shown.findIndex(({ id }) => id === this.openId);
    const next = this.shown[Math.min(Math.max(at + delta, 0), this.shown.length - 1)];
    if (next !== undefined) this.openId = next.id;
  }

  async openDialog(kind: 'files' | 'folder'): Promise<void> {
    await this.#add(() => this.#bridge.request('shell:openStudies', kind));
  }

  async addPaths(paths: readonly string[]): Promise<void> {
    if (paths.length > 0) await this.#add(() => this.#bridge.request('studies:add', paths));
  }

  /** Another view of a study, chosen in the system's dialog or dropped on it. */
  async addFilms(id: number, paths?: readonly string[]): Promise<void> {
    this.#adding += 1;
    const result =
      paths === undefined
        ? await this.#bridge.request('shell:openFilms', id)
        : await this.#bridge.request('studies:addFilms', id, paths);
    this.#adding -= 1;
    if (!result.ok) this.#toasts.fail(result.error.message);
    else if (result.value !== undefined) this.put([result.value]);
  }

  async retry(id: number): Promise<void> {
    const result = await this.#bridge.request('studies:retry', id);
    if (result.ok) this.put([result.value]);
    else this.#toasts.fail(result.error.message);
  }

  async remove(study: StudySummary): Promise<void> {
    const result = await this.#bridge.request('studies:remove', [study.id], true);
    if (!result.ok) {
      this.#toasts.fail(result.error.message);
      return;
    }
    const at = this.list.findIndex(({ id }) => id === study.id);
    this.list = result.value;
    if (this.openId === study.id) this.openId = (this.list[at] ?? this.list[at - 1])?.id;
    this.#toasts.show(text.studies.removed(study.name), {
      label: text.studies.undo,
      run: () => void this.#putBack(study.id),
    });
  }

  async #putBack(id: number): Promise<void> {
    const result = await this.#bridge.request('studies:remove', [id], false);
    if (!result.ok) {
      this.#toasts.fail(result.error.message);
      return;
    }
    this.list = result.value;
    this.openId = id;
  }

  async #add(ask: () => Promise<Result<StudiesAdded>>): Promise<void> {
    this.#adding += 1;
    const result = await ask();
    this.#adding -= 1;
    if (!result.ok) {
      this.#toasts.fail(result.error.message);
      return;
    }
    const { studies, failures } = result.value;
    this.failures = failures;
    const [only] = failures;
    if (failures.length === 1 && only !== undefined) this.#toasts.fail(only.message);
    else if (failures.length > 1) this.#toasts.show(text.add.failures(failures.length), undefined, 'bad');
    if (studies.length === 0) return;
    this.put(studies);
    this.openId = studies[0]?.id;
    this.#toasts.show(text.reports.added(studies.length));
  }

  #settle(): void {
    if (this.open === undefined) this.openId = this.list[0]?.id;
  }
}
