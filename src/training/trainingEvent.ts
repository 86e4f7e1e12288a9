// What a training run tells while it goes on; each is a line of runs/<name>/log.jsonl.
export interface StepEvent {
  readonly kind: 'step';
  readonly stage: string;
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** By name: words, tags and the like. */
  readonly loss: Readonly<Record<string, number>>;
  readonly rate: number;
  readonly imagesPerSecond: number;
  /** Of the stage, if it runs to its last epoch. */
  readonly secondsLeft: number;
}

export interface ValidationEvent {
  readonly kind: 'validation';
  readonly stage: string;
  /** From 1. */
  readonly epoch: number;
  /** 0..10 */
  readonly cider: number;
  /** Share of captions that no other photo got. */
  readonly distinct: number;
  readonly vocabularyUsed: number;
  readonly best: boolean;
  readonly examples: readonly string[];
}

/** Scores of a stage that is not chosen by captions, by name; the first is the one that chooses. */
export interface ScoresEvent {
  readonly kind: 'scores';
  readonly stage: string;
  /** From 1. */
  readonly epoch: number;
  readonly scores: Readonly<Record<string, number>>;
  readonly best: boolean;
}

export type TrainingEvent =
  | { readonly kind: 'prepare'; readonly what: string; readonly done: number; readonly count: number }
  | StepEvent
  | ValidationEvent
  | ScoresEvent
  | { readonly kind: 'done'; readonly folder: string };
