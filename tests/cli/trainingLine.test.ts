import { expect, test } from 'vitest';
import { trainingLine } from '../../src/cli/trainingLine.ts';
import type { StepEvent } from '../../src/training/trainingEvent.ts';

const step: StepEvent = {
  kind: 'step',
  stage: 'words',
  epoch: 2,
  epochs: 8,
  step: 25,
  steps: 100,
  loss: { words: 3.21049, tags: 17.42 },
  rate: 0.001,
  imagesPerSecond: 34.56,
  secondsLeft: 3675,
};

test('a step: where it is, what it lost, how long it will take', () => {
  expect(trainingLine(step)).toBe(
    'words 2/8 [#####...............] 25/100, loss: words 3.210, tags 17.420, 34.6 photos a second, 1:01:15 left',
  );
  const critic = { ...step, loss: { ...step.loss, reward: 0.5 }, secondsLeft: 59.2 };
  expect(trainingLine(critic)).toMatch(/loss: words 3\.210, tags 17\.420, reward 0\.500, .+ 1:00 left$/);
});

test('a validation: CIDEr as papers print it', () => {
  const found = {
    kind: 'validation',
    stage: 'words',
    epoch: 3,
    cider: 0.5678,
    distinct: 0.703,
    vocabularyUsed: 310,
    best: true,
    examples: [],
  } as const;
  expect(trainingLine(found)).toBe('words epoch 3: CIDEr 56.8, 70 % distinct, 310 words, best so far');
  expect(trainingLine({ ...found, best: false })).toMatch(/310 words$/);
});

test('preparation and the end', () => {
  expect(trainingLine({ kind: 'prepare', what: 'features', done: 3, count: 10 })).toBe('features: 3 of 10');
  expect(trainingLine({ kind: 'done', folder: 'models/mine' })).toBe('Model written to models/mine');
});
