// What is exported about one picture, whatever the format: the command line's record, and who wrote the caption.
import type { Failure } from '../errors.ts';
import type { TagScore } from '../model/caption.ts';

export type CaptionRecord =
  | {
      readonly file: string;
      readonly caption: string;
      readonly author: 'model' | 'person';
      /** Of the model's caption; undefined where only a person wrote one. */
      readonly probability: number | undefined;
      readonly hedged: boolean | undefined;
      readonly alternatives: readonly { readonly caption: string; readonly probability: number }[];
      readonly tags: readonly TagScore[];
      readonly model: string | undefined;
      /** Milliseconds that it took, where it was measured. */
      readonly ms?: number;
    }
  | { readonly file: string; readonly error: Failure };
