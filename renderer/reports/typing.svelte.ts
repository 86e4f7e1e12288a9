// Text under the person's hands in one field of a report: saved as they type, kept until it is saved.
import type { Failure, Result } from '../../src/errors.ts';
import type { PersonChange, ReportView } from '../../src/ipc.ts';
import type { Field, Section } from '../../src/report/report.ts';
import { Debounce, type After } from '../shell/clock.ts';

/** Where something is typed. */
export type Place =
  | { readonly kind: 'sentence'; readonly id: string; readonly section: Section }
  | { readonly kind: 'field'; readonly field: Field };

/** `goesOn`: in the same spell of typing as what was saved last, and one step of undo with it. */
export type SaveTyped = (change: PersonChange, goesOn: boolean) => Promise<Result<ReportView>>;

const autosaveMs = 700;

export class Typing {
  readonly reportId: number;
  #place: Place;
  readonly #save: SaveTyped;
  readonly #autosave: Debounce;
  text = $state('');
  #saved: string | undefined = $state();
  saving = $state(false);
  failure: Failure | undefined = $state.raw();
  #inFlight: Promise<void> | undefined;

  constructor(reportId: number, place: Place, after: After, save: SaveTyped) {
    this.reportId = reportId;
    this.#place = place;
    this.#save = save;
    this.#autosave = new Debounce(after, autosaveMs);
  }

  isAt(place: Place): boolean {
    const own = this.#place;
    if (own.kind === 'field') return place.kind === 'field' && place.field === own.field;
    return place.kind === 'sentence' && place.id === own.id;
  }

  get dirty(): boolean {
    return this.text !== this.#saved;
  }

  type(text: string): void {
    this.text = text;
    // The first letters are saved at once: from then on no draft of the model's touches the sentence.
    if (this.#saved === undefined) void this.flush();
    else this.#autosave.run(() => void this.flush());
  }

  /** Saves until what is stored is what is on the screen, or a failure says why it is not. */
  flush(): Promise<void> {
    this.#autosave.cancel();
    this.#inFlight ??= this.#saveAll().finally(() => {
      this.#inFlight = undefined;
    });
    return this.#inFlight;
  }

  async #saveAll(): Promise<void> {
    while (this.dirty) {
      const { text } = this;
      this.saving = true;
      const result = await this.#save(this.#change(text), this.#saved !== undefined);
      this.saving = false;
      if (!result.ok) {
        if (result.error.code === 'usage' && this.#saved === undefined) await this.#saveAsNew(text);
        else this.failure = result.error;
        if (this.failure !== undefined) return;
      } else {
        this.failure = undefined;
        this.#saved = text;
      }
    }
  }

  #change(text: string): PersonChange {
    const place = this.#place;
    return place.kind === 'field'
      ? { kind: 'field', field: place.field, text }
      : { kind: 'edit', id: place.id, text };
  }

  /** The sentence was redrafted away under the person's first letters: their words become one of their own. */
  async #saveAsNew(text: string): Promise<void> {
    if (this.#place.kind !== 'sentence') return;
    const { section } = this.#place;
    this.failure = undefined;
    const result = await this.#save({ kind: 'insert', section, text }, false);
    if (!result.ok) {
      this.failure = result.error;
      return;
    }
    this.failure = undefined;
    this.#saved = text;
    this.#place = { kind: 'sentence', section, id: `s${String(result.value.report.nextId - 1)}` };
  }
}
