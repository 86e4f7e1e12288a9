// What a training run tells while it goes on; each is a line of runs/<name>/log.jsonl.
export type TrainingEvent =
  | { readonly kind: 'prepare'; readonly what: string; readonly done: number; readonly count: number }
  | {
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
  | {
      readonly kind: 'validation';
      readonly stage: string;
      readonly epoch: number;
      readonly cider: number;
      readonly distinct: number;
      readonly vocabularyUsed: number;
      readonly best: boolean;
      readonly examples: readonly string[];
    }
  | { readonly kind: 'done'; readonly folder: string };
