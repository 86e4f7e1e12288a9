// What the inspector and the detail show: one picture's captions, tags, history and attention.
import type { Failure } from '../../src/errors.ts';
import type { Bridge, ImageHash, PhotoDetail, PhotoSummary } from '../../src/ipc.ts';
import type { Caption, CaptionWord } from '../../src/model/caption.ts';
import { Debounce, type After } from '../shell/clock.ts';
import { Draft } from './draft.svelte.ts';

export const attentionStyles = ['light', 'outline', 'numbers'] as const;
export type AttentionStyle = (typeof attentionStyles)[number];

/** Holding an arrow key must not ask the engine for every picture that is passed. */
const loadMs = 60;

export class Detail {
  readonly #bridge: Bridge;
  readonly #after: After;
  readonly #put: (photo: PhotoSummary) => void;
  readonly #report: (failure: Failure) => void;
  readonly #loadSoon: Debounce;
  /** Drafts with text that could not be stored yet; nothing typed is ever dropped. */
  readonly #unsaved = new Map<number, Draft>();
  photo: PhotoSummary | undefined = $state.raw();
  /** Undefined while it is being read; the last one stays up while the same picture is read again. */
  data: PhotoDetail | undefined = $state.raw();
  failure: Failure | undefined = $state.raw();
  draft: Draft | undefined = $state.raw();
  /** The picture whose large form can be shown. */
  previewHash: ImageHash | undefined = $state();
  style: AttentionStyle = $state('light');
  /** The word that is pointed at, and the one that was clicked: pointing wins while it lasts. */
  pointed: number | undefined = $state();
  pinned: number | undefined = $state();

  /** The model's sentence whose words are shown: the one that stands in the field, else the best. */
  readonly sentence: Caption | undefined = $derived.by(() => {
    const alternatives = this.data?.alternatives ?? [];
    return alternatives.find((caption) => caption.text === this.draft?.text) ?? alternatives[0];
  });
  readonly word: CaptionWord | undefined = $derived(this.sentence?.words[this.pointed ?? this.pinned ?? -1]);

  /** `put` tells the library of a summary that an answer brought; `report` shows what went wrong out of sight. */
  constructor(
    bridge: Bridge,
    after: After,
    put: (photo: PhotoSummary) => void,
    report: (failure: Failure) => void,
  ) {
    this.#bridge = bridge;
    this.#after = after;
    this.#put = put;
    this.#report = report;
    this.#loadSoon = new Debounce(after, loadMs);
  }

  /** Another picture, or none; what was typed for the last one is saved. */
  show(photo: PhotoSummary | undefined): void {
    if (photo?.id === this.photo?.id) {
      if (photo !== undefined && photo !== this.photo) this.refresh(photo);
      return;
    }
    this.leave();
    this.photo = photo;
    this.data = undefined;
    this.failure = undefined;
    this.previewHash = undefined;
    this.pointed = undefined;
    this.pinned = undefined;
    this.draft = photo && this.#draftOf(photo);
    if (photo === undefined) this.#loadSoon.cancel();
    else this.#loadSoon.run(() => void this.#load(photo.id));
  }

  /** The same picture has changed. `asked` is true where the person asked for the change. */
  refresh(photo: PhotoSummary, asked = false): void {
    if (photo.id !== this.photo?.id) return;
    this.photo = photo;
    this.draft?.adopt(photo, asked);
    this.#loadSoon.run(() => void this.#load(photo.id));
  }

  /** Saves what was typed, without waiting for the answer. */
  leave(): void {
    const draft = this.draft;
    if (!draft?.dirty) return;
    this.#unsaved.set(draft.id, draft);
    void draft.flush().then(() => {
      if (draft.failure === undefined) this.#unsaved.delete(draft.id);
      else if (draft !== this.draft) this.#report(draft.failure);
    });
  }

  async pick(text: string): Promise<void> {
    await this.draft?.accept(text);
  }

  async restore(): Promise<void> {
    if (!(await this.draft?.restore())) return;
    const failure = await this.revert();
    if (failure) this.#report(failure);
  }

  /** Back to the model's caption. */
  async revert(): Promise<Failure | undefined> {
    const id = this.photo?.id;
    if (id === undefined) return undefined;
    const result = await this.#bridge.request('photos:revert', id);
    if (!result.ok) return result.error;
    this.#put(result.value);
    this.refresh(result.value, true);
    return undefined;
  }

  #draftOf(photo: PhotoSummary): Draft {
    const unsaved = this.#unsaved.get(photo.id);
    if (unsaved?.dirty) return unsaved;
    const save = async (text: string, goesOn: boolean) => {
      const result = await this.#bridge.request('photos:edit', photo.id, text, goesOn);
      if (result.ok) this.#put(result.value);
      return result;
    };
    return new Draft(photo, save, this.#after);
  }

  async #load(id: number): Promise<void> {
    const detail = await this.#bridge.request('photos:detail', id);
    if (this.photo?.id !== id) return;
    if (!detail.ok) {
      this.failure = detail.error;
      return;
    }
    this.data = detail.value;
    this.failure = undefined;
    if (this.previewHash !== undefined || detail.value.photo.hash === undefined) return;
    const preview = await this.#bridge.request('photos:preview', id);
    if (this.photo.id === id && preview.ok) this.previewHash = preview.value;
  }
}
