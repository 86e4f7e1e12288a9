// How pictures come in: dropped, opened, pasted, or from outside the window.
import type { Failure, Result } from '../../src/errors.ts';
import type { AddResult, Bridge } from '../../src/ipc.ts';
import { text } from '../messages/text.ts';
import type { Toasts } from '../shell/toasts.svelte.ts';

export interface AddingHooks {
  readonly added: (ids: readonly number[]) => void;
  readonly showFailures: () => void;
}

export class Adding {
  readonly #bridge: Bridge;
  readonly #toasts: Toasts;
  readonly #hooks: AddingHooks;
  /** Requests under way: a large folder takes a moment. */
  #running = $state(0);
  /** What the last addition could not take. */
  failures: readonly Failure[] = $state.raw([]);

  constructor(bridge: Bridge, toasts: Toasts, hooks: AddingHooks) {
    this.#bridge = bridge;
    this.#toasts = toasts;
    this.#hooks = hooks;
  }

  get busy(): boolean {
    return this.#running > 0;
  }

  async open(kind: 'files' | 'folder'): Promise<void> {
    await this.#add(() => this.#bridge.request('shell:openPhotos', kind), false);
  }

  /** Dropped or pasted files; those without a path (a picture dragged from a page) are sent as bytes. */
  async files(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const paths = this.#bridge.pathsOf(files);
    if (paths.length > 0) await this.#add(() => this.#bridge.request('photos:addPaths', paths), true);
    if (paths.length === files.length) return;
    const pathless = files.filter((file) => this.#bridge.pathsOf([file]).length === 0);
    for (const file of pathless) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.#add(() => this.#bridge.request('photos:addBytes', bytes, file.name), true);
    }
  }

  async paste(): Promise<void> {
    const result = await this.#bridge.request('shell:pastePhoto');
    if (!result.ok) this.#toasts.fail(result.error.message);
    else if (result.value === undefined) this.#toasts.show(text.add.clipboardEmpty);
    else this.report(result.value);
  }

  report(result: AddResult): void {
    this.failures = result.failures;
    const fresh = result.ids.length - result.known;
    this.#hooks.added(result.ids);
    if (result.failures.length > 0) {
      const [only] = result.failures;
      const show = { label: text.add.showFailures, run: this.#hooks.showFailures };
      if (result.failures.length === 1 && only) this.#toasts.fail(only.message);
      else this.#toasts.show(text.add.failures(result.failures.length), show, 'bad');
    }
    if (result.ids.length > 0) this.#toasts.show(text.add.added(fresh, result.known));
  }

  async #add(ask: () => Promise<Result<AddResult>>, mustHold: boolean): Promise<void> {
    this.#running += 1;
    const result = await ask();
    this.#running -= 1;
    if (!result.ok) {
      if (result.error.code !== 'cancelled') this.#toasts.fail(result.error.message);
      return;
    }
    const nothing = result.value.ids.length === 0 && result.value.failures.length === 0;
    if (nothing && mustHold) this.#toasts.show(text.add.nothing);
    else if (!nothing) this.report(result.value);
  }
}
