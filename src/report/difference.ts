// How two reports differ, sentence by sentence. Types alone, so that the window can name them too.
import type { Section, Sentence } from './report.ts';

/** A stretch of words: of both, or of one alone. */
export interface WordPart {
  readonly kind: 'same' | 'here' | 'there';
  readonly text: string;
}

export type SentenceDifference =
  | { readonly kind: 'same'; readonly section: Section; readonly here: Sentence; readonly there: Sentence }
  | {
      readonly kind: 'changed';
      readonly section: Section;
      readonly here: Sentence;
      readonly there: Sentence;
      /** In reading order; what is `here` alone and both make the text here, what is `there` and both the one there. */
      readonly words: readonly WordPart[];
    }
  | { readonly kind: 'here'; readonly section: Section; readonly here: Sentence }
  | { readonly kind: 'there'; readonly section: Section; readonly there: Sentence };
