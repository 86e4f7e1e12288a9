// The caption under the person's hands: saved as they type, and never replaced by a result that comes late.
import type { Failure, Result } from '../../src/errors.ts';
import type { PhotoSummary } from '../../src/ipc.ts';
import { Debounce, type After } from '../shell/clock.ts';

/** `goesOn`: the text that is stored was saved in the same spell of typing. */
export type Save = (text: string, goesOn: boolean) => Promise<Result<PhotoSummary>>;

const autosaveMs = 1500;

export class Draft {
  readonly id: number;
  readonly #save: Save;
  readonly #autosave: Debounce;
  text = $state('');
  author: 'model' | 'person' | undefined = $state();
  /** What the engine holds. */
  #saved = $state('');
  #typed = $state(false);
  /** What stood here when the person came into the field: Escape goes back to it. */
  #start: { readonly text: string; readonly author: 'model' | 'person' | undefined } | undefined = $state();
  /** A caption of the model that came while the person was in the field. */
  late: string | undefined = $state();
  saving = $state(false);
  #inFlight: Promise<void> | undefined;
  #storedSinceStart = false;
  /** Counts spells of typing, each one step of undo: one begins with the field, with a commit, before and after a pick. */
  #spell = 0;
  #storedSpell: number | undefined;
  failure: Failure | undefined = $state();
  /** An emptied field got its caption back. */
  restored = $state(false);

  constructor(photo: PhotoSummary, save: Save, after: After) {
    this.id = photo.id;
    this.#save = save;
    this.#autosave = new Debounce(after, autosaveMs);
    this.#take(photo);
  }

  // Plain getters: a draft is made inside an effect and outlives it, a `$derived` of it would not.

  /** There is text that is not stored. */
  get dirty(): boolean {
    return this.#typed && this.text !== this.#saved;
  }

  /** The text is another than when the person came into the field. */
  get changed(): boolean {
    return this.#start !== undefined && this.text !== this.#start.text;
  }

  get focused(): boolean {
    return this.#start !== undefined;
  }

  /** A newer summary of the same picture. `asked` is true where the person asked for it (undo, revert, a pick). */
  adopt(photo: PhotoSummary, asked = false): void {
    if (!asked && (this.dirty || this.saving)) {
      this.#notice(photo);
      if (this.failure !== undefined) void this.flush();
      return;
    }
    if (!asked && this.focused && photo.caption !== this.text) {
      this.#notice(photo);
      return;
    }
    const { late } = this;
    this.#take(photo);
    // What was typed comes back, saved: what the model said meanwhile is still on offer.
    if (!asked && this.focused && photo.author === 'person') this.late = late;
    if (asked && this.focused) this.focus();
  }

  focus(): void {
    this.#start = { text: this.text, author: this.author };
    this.#storedSinceStart = false;
    this.#spell += 1;
  }

  /** Leaves the field: saves what was typed; an emptied field gets its caption back. */
  async blur(latest: PhotoSummary): Promise<void> {
    this.#start = undefined;
    if (this.text.trim() === '' && this.#saved !== '') {
      this.restored = true;
      this.text = this.#saved;
      this.#typed = false;
    }
    if (this.dirty) await this.flush();
    else if (!this.#typed) this.#take(latest);
  }

  type(text: string): void {
    this.text = text;
    this.#typed = true;
    this.restored = false;
    if (text !== this.#saved) this.author = 'person';
    this.#autosave.run(() => void this.flush());
  }

  /** Puts `text` in as the person's own: an alternative that was picked, or the model's words accepted. */
  async accept(text: string): Promise<void> {
    this.text = text;
    this.author = 'person';
    this.#typed = true;
    this.#saved = '';
    this.late = undefined;
    this.#spell += 1;
    await this.flush();
    this.#spell += 1;
  }

  /** Saves, and makes what is there now what Escape goes back to. */
  async commit(): Promise<void> {
    await this.flush();
    if (this.focused && this.failure === undefined) this.focus();
  }

  /** Back to what stood in the field when the person came into it. True where the engine must go back to the
   * model's caption, because something that was typed is stored already. */
  async restore(): Promise<boolean> {
    const start = this.#start;
    if (start === undefined) return false;
    this.#autosave.cancel();
    this.text = start.text;
    this.author = start.author;
    this.restored = false;
    if (start.author === 'person') {
      this.#typed = true;
      await this.flush();
      return false;
    }
    this.#typed = false;
    await this.#inFlight;
    this.text = start.text;
    this.author = start.author;
    return this.#storedSinceStart;
  }

  /** Saves until what is stored is what is on the screen. An empty text is never stored. */
  flush(): Promise<void> {
    this.#autosave.cancel();
    this.#inFlight ??= this.#saveAll().finally(() => {
      this.#inFlight = undefined;
    });
    return this.#inFlight;
  }

  async #saveAll(): Promise<void> {
    while (this.dirty && this.text.trim() !== '') {
      const text = this.text;
      const spell = this.#spell;
      this.saving = true;
      const result = await this.#save(text, spell === this.#storedSpell);
      this.saving = false;
      if (!result.ok) {
        this.failure = result.error;
        return;
      }
      this.failure = undefined;
      this.#saved = text;
      this.#storedSpell = spell;
      this.#storedSinceStart = true;
      if (!this.#typed) return;
      this.author = 'person';
      if (this.text === text) this.#typed = false;
    }
  }

  #notice(photo: PhotoSummary): void {
    if (photo.author === 'model' && photo.caption !== undefined && photo.caption !== this.text)
      this.late = photo.caption;
  }

  #take(photo: PhotoSummary): void {
    this.text = photo.caption ?? '';
    this.#saved = this.text;
    this.author = photo.author;
    this.#typed = false;
    this.late = undefined;
    this.failure = undefined;
  }
}
