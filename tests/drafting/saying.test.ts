import { describe, expect, test } from 'vitest';
import {
  comparesWithBefore,
  deniedIn,
  fitsBeside,
  keepsTo,
  leavesRoom,
  repeats,
  statedIn,
  sweptAwayIn,
  type Said,
} from '../../src/drafting/saying.ts';
import type { Finding } from '../../src/evaluation/findings/observations.ts';

const planned = (...findings: Finding[]): ReadonlySet<Finding> => new Set(findings);

test('what a sentence states, as certain or as possible, and what it denies', () => {
  expect(statedIn('There is a small left pleural effusion.')).toEqual(new Set(['Pleural Effusion']));
  expect(statedIn('Possible pneumonia.')).toContain('Pneumonia');
  expect(statedIn('No pleural effusion or pneumothorax.')).toEqual(new Set());
  expect(deniedIn('No pleural effusion or pneumothorax.')).toEqual(
    new Set(['Pleural Effusion', 'Pneumothorax']),
  );
});

describe('a sentence keeps to the plan', () => {
  test.each([
    ['states what is planned', 'There is a pleural effusion.', true],
    ['may be planned', 'Possible pleural effusion.', true],
    ['denies what is not planned', 'No pneumothorax.', true],
    ['says nothing of findings', 'The trachea is midline.', true],
    ['states what is not planned', 'There is a pneumothorax.', false],
    ['may be, and is not planned', 'Possible pneumothorax.', false],
    ['denies what is planned', 'No pleural effusion.', false],
    ['states and denies', 'There is a pleural effusion. No pneumothorax.', true],
    ['states a second that is not planned', 'Cardiomegaly and pleural effusion.', false],
  ])('%s', (_, sentence, keeps) => {
    expect(keepsTo(planned('Pleural Effusion'), sentence)).toBe(keeps);
  });

  test('states on one side what it denies on the other', () => {
    const sentence = 'There is a left pleural effusion, no right pleural effusion.';
    expect(keepsTo(planned('Pleural Effusion'), sentence)).toBe(true);
    expect(keepsTo(planned(), sentence)).toBe(false);
  });
});

describe('a sentence leaves room', () => {
  const nothing: Said = { findings: [], impression: [] };

  test('unless it denies, with many others, a planned finding that is still to be said', () => {
    expect(sweptAwayIn('The lungs are clear.')).toContain('Lung Opacity');
    expect(sweptAwayIn('The heart is normal.')).toEqual(new Set());
    expect(leavesRoom(planned('Lung Opacity'), nothing, 'The lungs are clear.')).toBe(false);
    expect(leavesRoom(planned('Fracture'), nothing, 'The lungs are clear.')).toBe(true);
    expect(leavesRoom(planned(), nothing, 'Normal chest.')).toBe(true);
  });

  test('for what has been said already, where only a contradiction counts', () => {
    const said: Said = { findings: ['There are chronic opacities.'], impression: [] };
    expect(leavesRoom(planned('Lung Opacity'), said, 'No acute disease.')).toBe(true);
    expect(leavesRoom(planned('Lung Opacity', 'Edema'), said, 'No acute disease.')).toBe(false);
  });
});

describe('a sentence fits beside what is said', () => {
  const said: Said = { findings: ['There is a pleural effusion.'], impression: [] };

  test('unless the section has it already; the other section may say it again', () => {
    expect(fitsBeside(said, 'findings', 'There is a pleural effusion.')).toBe(false);
    expect(fitsBeside(said, 'impression', 'There is a pleural effusion.')).toBe(true);
    expect(fitsBeside(said, 'findings', 'The heart is enlarged.')).toBe(true);
  });

  test.each([
    ['denies it', 'No pleural effusion.'],
    ['denies everything', 'Normal chest.'],
  ])('unless it contradicts, in either section: %s', (_, sentence) => {
    expect(fitsBeside(said, 'findings', sentence)).toBe(false);
    expect(fitsBeside(said, 'impression', sentence)).toBe(false);
  });

  test('unless it contradicts itself', () => {
    const nothing: Said = { findings: [], impression: [] };
    expect(fitsBeside(nothing, 'findings', 'The lungs are clear.')).toBe(true);
    expect(fitsBeside(nothing, 'findings', 'Normal chest, there is a pleural effusion.')).toBe(false);
  });
});

test.each([
  ['The heart is stable in size.', true],
  ['No interval change.', true],
  ['Unchanged.', true],
  ['Compared to the prior, no change.', true],
  ['Increased interstitial markings.', false],
  ['The heart is normal.', false],
])('an earlier study is not compared with, as the model has not seen it: %s', (sentence, compares) => {
  expect(comparesWithBefore(sentence)).toBe(compares);
});

describe('a sentence repeats', () => {
  const said: Said = {
    findings: [
      'There is a pleural effusion.',
      'No pneumothorax or consolidation.',
      'The heart is normal in size.',
    ],
    impression: ['No acute disease.'],
  };

  test.each([
    ['what its section denied', 'findings', 'There is no pneumothorax.', true],
    ['what its section stated', 'findings', 'Small effusion.', true],
    ['not what is new in part', 'findings', 'No pneumothorax or fracture.', false],
    ['not what the other section stated', 'impression', 'Small effusion.', false],
    ['in an impression, what the findings denied', 'impression', 'Heart size is normal.', true],
    ['that all is well', 'impression', 'No acute cardiopulmonary abnormality.', true],
    ['not that all is well for the first time', 'findings', 'No acute disease.', false],
    ['not what no finding stands for', 'findings', 'The trachea is midline.', false],
  ] as const)('%s', (_, section, sentence, expected) => {
    expect(repeats(said, section, sentence)).toBe(expected);
  });
});
