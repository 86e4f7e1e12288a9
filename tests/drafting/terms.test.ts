import { describe, expect, test } from 'vitest';
import { impliedBy, namesTerm } from '../../src/drafting/terms.ts';

describe('a sentence names a term', () => {
  const scar = ['scarring', 'scar', 'base'];
  test.each([
    ['by its most telling word', 'Scarring in the right upper lobe.', true],
    ['by the second', 'There is a scar.', true],
    ['not by a word that says little', 'Opacity at the base.', false],
    ['not where it denies', 'No scarring.', false],
    ['not by a part of a word', 'Scarred lungs.', false],
  ])('%s', (_, sentence, expected) => {
    expect(namesTerm(scar, sentence)).toBe(expected);
  });

  test('never one without words', () => {
    expect(namesTerm([], 'Scarring.')).toBe(false);
  });
});

test('naming a term states the findings that its words state', () => {
  expect(impliedBy(['opacities', 'interstitial'])).toContain('Lung Opacity');
  expect(impliedBy(['scoliosis', 'curvature'])).toEqual(new Set());
  expect(impliedBy([])).toEqual(new Set());
});
