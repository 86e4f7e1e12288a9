import { describe, expect, test } from 'vitest';
import { planFrom, planOf } from '../../src/drafting/plan.ts';
import { observations } from '../../src/evaluation/findings/observations.ts';

const names = [...observations, 'normal', 'opacity/base'];
const at = (name: string): number => names.indexOf(name);
const namesOf = (tags: readonly number[]): string[] => tags.map((tag) => names[tag] ?? '');

describe('a plan', () => {
  test('states the findings among its tags', () => {
    const { tags, findings } = planOf(names, [at('Edema'), at('opacity/base'), at('Cardiomegaly')]);
    expect(namesOf(tags)).toEqual(['Edema', 'opacity/base', 'Cardiomegaly']);
    expect(findings).toEqual(new Set(['Edema', 'Cardiomegaly']));
  });

  test('drops what says normal when a finding is asserted', () => {
    const { tags, findings } = planOf(names, [at('normal'), at('No Finding'), at('Fracture')]);
    expect(namesOf(tags)).toEqual(['Fracture']);
    expect(findings).toEqual(new Set(['Fracture']));
  });

  test('asserts No Finding when none is, once', () => {
    expect(namesOf(planOf(names, []).tags)).toEqual(['No Finding']);
    expect(namesOf(planOf(names, [at('normal')]).tags)).toEqual(['No Finding', 'normal']);
    expect(namesOf(planOf(names, [at('normal'), at('No Finding')]).tags)).toEqual(['normal', 'No Finding']);
    expect(namesOf(planOf(names, [at('opacity/base')]).tags)).toEqual(['No Finding', 'opacity/base']);
    expect(planOf(names, []).findings).toEqual(new Set());
  });

  test('stays normal with supporting devices alone', () => {
    const { tags, findings } = planOf(names, [at('Support Devices'), at('normal')]);
    expect(namesOf(tags)).toEqual(['No Finding', 'Support Devices', 'normal']);
    expect(findings).toEqual(new Set(['Support Devices']));
    const both = planOf(names, [at('Support Devices'), at('normal'), at('Edema')]);
    expect(namesOf(both.tags)).toEqual(['Support Devices', 'Edema']);
  });

  test('of a model without the tag No Finding asserts nothing in its place', () => {
    expect(planOf(['Edema', 'opacity'], [])).toEqual({
      ...{ tags: [], findings: new Set(), named: [], unnamed: [] },
    });
  });
});

test('what reaches its own threshold is asserted, the most probable first', () => {
  const probabilities = new Float32Array(names.length);
  const thresholds = names.map(() => 0.5);
  for (const [name, probability, threshold] of [
    ['Edema', 0.5, 0.5],
    ['Fracture', 0.2, 0.19],
    ['Cardiomegaly', 0.89, 0.9],
    ['opacity/base', 0.95, 0.9],
  ] as const) {
    probabilities[at(name)] = probability;
    thresholds[at(name)] = threshold;
  }
  const plan = planFrom(names, probabilities, thresholds);
  expect(namesOf(plan.tags)).toEqual(['opacity/base', 'Edema', 'Fracture']);
  expect(plan.findings).toEqual(new Set(['Edema', 'Fracture']));
  expect(namesOf(planFrom(names, probabilities, []).tags)).toEqual(['No Finding']);
});
