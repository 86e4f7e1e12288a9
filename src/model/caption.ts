// What the photo captioner says about one picture: shared by the engine, the command line and the window.

/** One word of a caption: how probable the model found it, and where it looked when it chose it. */
export interface CaptionWord {
  readonly text: string;
  /** Probability of this word given the words before it, 0..1. */
  readonly probability: number;
  /** Attention over the 7x7 visual patches, row-major, 49 numbers that sum to 1. */
  readonly attention: readonly number[];
}

/** One candidate sentence. */
export interface Caption {
  readonly text: string;
  readonly words: readonly CaptionWord[];
  /** Probability that this candidate is the best of the n-best list, by the model's own ranking, 0..1. */
  readonly probability: number;
}

/** A tag from the multi-label classifier. */
export interface TagScore {
  readonly tag: string;
  /** 0..1 */
  readonly probability: number;
}

/** Milliseconds by stage. */
export interface StageTimes {
  readonly decode: number;
  readonly encode: number;
  readonly tags: number;
  readonly words: number;
}

/** The n-best captions of one picture, best first, with what they rest on. */
export interface CaptionResult {
  /** Best first; at least one. */
  readonly captions: readonly Caption[];
  /** Calibrated probability that the first caption is good, 0..1. */
  readonly probability: number;
  /** True when `probability` is below the threshold calibrated on validation photos. */
  readonly hedged: boolean;
  /** Most probable first. */
  readonly tags: readonly TagScore[];
  /** Name and content hash of the model, e.g. `photo-captioner@1f3a9c2b`. */
  readonly model: string;
}

export interface CaptionOptions {
  /** Width of each of the model's searches, 1..10. */
  readonly beam: number;
  /** Captions returned at most. */
  readonly nBest: number;
}

export const defaultCaptionOptions: CaptionOptions = { beam: 3, nBest: 3 };
