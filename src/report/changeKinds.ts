// Everything that can happen to a report, as data. Types alone, so that the window can name them too.
import type { Draft, Field, Patient, Section, StudyImage } from './report.ts';

/** A finding as it was switched when the draft was asked for. */
export interface FindingSwitch {
  readonly tag: string;
  readonly on: boolean;
}

/** `all`: other films, or the first draft. Else the findings that a person switched. */
export type RedraftReason = 'all' | readonly FindingSwitch[];

export type Change =
  | { readonly kind: 'edit'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'insert';
      readonly section: Section;
      readonly text: string;
      /** The sentence that it is put before; absent: last of its section. */
      readonly before?: string | undefined;
    }
  | { readonly kind: 'delete'; readonly id: string }
  | {
      readonly kind: 'move';
      readonly id: string;
      readonly section: Section;
      readonly before?: string | undefined;
    }
  | { readonly kind: 'accept'; readonly ids: readonly string[]; readonly accepted: boolean }
  | { readonly kind: 'choose'; readonly id: string; readonly text: string }
  | { readonly kind: 'field'; readonly field: Field; readonly text: string }
  | { readonly kind: 'patient'; readonly patient?: Patient | undefined }
  | { readonly kind: 'switch'; readonly tag: string; readonly on: boolean }
  | { readonly kind: 'add'; readonly tag: string; readonly probability?: number | undefined }
  | { readonly kind: 'films'; readonly images: readonly StudyImage[] }
  | { readonly kind: 'override'; readonly image: string }
  | { readonly kind: 'redraft'; readonly draft: Draft; readonly reason: RedraftReason }
  | { readonly kind: 'sign'; readonly author: string; readonly at: string }
  | { readonly kind: 'addendum'; readonly text: string; readonly author: string; readonly at: string };

/** Changes that a person makes. Drafts come from the model, films from the disk, signatures with the engine's clock. */
export type PersonChange = Exclude<Change, { readonly kind: 'redraft' | 'films' | 'sign' | 'addendum' }>;
