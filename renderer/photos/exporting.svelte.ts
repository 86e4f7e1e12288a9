// One export: which pictures, in which form, and what came of it.
import type { Failure } from '../../src/errors.ts';
import type { Bridge, ExportFormat, ExportResult } from '../../src/ipc.ts';
import { text } from '../messages/text.ts';
import { englishAlways } from '../messages/writing.ts';
import type { Announcer } from '../shell/announcer.svelte.ts';

export const exportFormats = ['sidecar', 'csv', 'json'] as const satisfies readonly ExportFormat[];
export const scopes = ['selected', 'shown', 'all'] as const;
export type Scope = (typeof scopes)[number];

export class Exporting {
  readonly #bridge: Bridge;
  readonly #announcer: Announcer;
  scope: Scope = $state('selected');
  format: ExportFormat = $state('sidecar');
  overwrite = $state(false);
  running = $state(false);
  result: ExportResult | undefined = $state.raw();
  failure: Failure | undefined = $state.raw();

  constructor(bridge: Bridge, announcer: Announcer) {
    this.#bridge = bridge;
    this.#announcer = announcer;
  }

  /** Opens anew: the form and the format stay as last used, replacing files never does. */
  reset(selected: number): void {
    this.scope = selected > 1 ? 'selected' : 'all';
    this.overwrite = false;
    this.result = undefined;
    this.failure = undefined;
  }

  async run(ids: readonly number[]): Promise<void> {
    this.failure = undefined;
    let destination: string | undefined;
    if (this.format !== 'sidecar') {
      const name = `${text.export.suggestedName}.${this.format}`;
      const chosen = await this.#bridge.request('shell:saveAs', this.format, name);
      if (!chosen.ok) {
        this.failure = chosen.error;
        return;
      }
      if (chosen.value === undefined) return;
      destination = chosen.value;
    }
    this.running = true;
    // The system's save dialog has asked already whether to replace the chosen file.
    const overwrite = this.overwrite || destination !== undefined;
    const result = await this.#bridge.request('photos:export', ids, this.format, destination, overwrite);
    this.running = false;
    if (!result.ok) {
      this.failure = result.error;
      this.#announcer.say(result.error.message, englishAlways);
      return;
    }
    this.result = result.value;
    const { written, kept, failures } = result.value;
    this.#announcer.say(text.export.said(written.length, kept.length, failures.length));
  }
}
