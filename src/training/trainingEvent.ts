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
  readonly loss: { readonly words: number; readonly tags: number; readonly reward: number | undefined };
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

export type TrainingEvent =
  | { readonly kind: 'prepare'; readonly what: string; readonly done: number; readonly count: number }
  | StepEvent
  | ValidationEvent
  | { readonly kind: 'done'; readonly folder: string };
