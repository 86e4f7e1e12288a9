// A finding, as a sentence mentions it.
import type { Assertion } from './assertion.ts';
import type { Finding } from './observations.ts';
import type { Side } from './sides.ts';

export interface Mention {
  readonly finding: Finding;
  readonly assertion: Assertion;
  /** The words that mention it, in lower case. */
  readonly words: string;
  /** The part of the sentence that they stand in, in lower case. */
  readonly clause: string;
  /** Undefined where no side is named. */
  readonly side: Side | undefined;
}
