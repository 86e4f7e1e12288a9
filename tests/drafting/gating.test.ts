import { describe, expect, test } from 'vitest';
import { chooseViews, toGate } from '../../src/drafting/gating.ts';

const frontal = [0.9, 0.05, 0.03, 0.02];
const lateral = [0.1, 0.8, 0.05, 0.05];
const inverted = [0.3, 0.1, 0.5, 0.1];
const photo = [0.1, 0.2, 0.1, 0.6];

describe('the gate', () => {
  test('takes a picture for the likeliest, and says why nothing is drafted', () => {
    expect(toGate(frontal, { overridden: false })).toEqual({
      kind: 'frontal',
      probability: 0.9,
      reason: '',
      overridden: false,
    });
    expect(toGate(lateral, { overridden: false })).toMatchObject({ kind: 'lateral', reason: '' });
    expect(toGate(inverted, { overridden: false })).toMatchObject({
      kind: 'inverted',
      reason: expect.stringMatching(/invert/) as string,
    });
    expect(toGate(photo, { overridden: false })).toMatchObject({
      kind: 'not-chest-x-ray',
      probability: 0.6,
      reason: expect.stringMatching(/not look like a chest X-ray/) as string,
      overridden: false,
    });
  });

  test('an override is kept in sight where it had an effect, with the reason; on a film that passes it is none', () => {
    expect(toGate(photo, { overridden: true })).toMatchObject({
      overridden: true,
      reason: expect.stringMatching(/./) as string,
    });
    expect(toGate(inverted, { overridden: true }).overridden).toBe(true);
    expect(toGate(frontal, { overridden: true }).overridden).toBe(false);
    expect(toGate(lateral, { overridden: true }).overridden).toBe(false);
  });
});

test("a header's view counts for more than what a film looks like, and says nothing of what is no film", () => {
  expect(toGate(frontal, { overridden: false, view: 'lateral' })).toMatchObject({
    kind: 'lateral',
    probability: 0.05,
    reason: '',
  });
  for (const refused of [inverted, photo])
    expect(toGate(refused, { overridden: false, view: 'frontal' })).toEqual(
      toGate(refused, { overridden: false }),
    );
});

describe('the films that are drafted from', () => {
  const choose = (rows: readonly number[][], overridden = false) =>
    chooseViews(
      rows.map((row) => toGate(row, { overridden })),
      rows,
    );

  test('are the first of each view', () => {
    expect(choose([lateral, frontal])).toEqual({ frontal: 1, lateral: 0 });
    expect(choose([frontal, frontal])).toEqual({ frontal: 0, lateral: undefined });
    expect(choose([lateral])).toEqual({ frontal: undefined, lateral: 0 });
  });

  test('are none of those that the gate refuses', () => {
    expect(choose([photo, inverted])).toEqual({ frontal: undefined, lateral: undefined });
    expect(choose([photo, lateral])).toEqual({ frontal: undefined, lateral: 1 });
  });

  test('let through against the gate, are taken for the likelier view', () => {
    expect(choose([photo, inverted], true)).toEqual({ frontal: 1, lateral: 0 });
    expect(choose([inverted], true)).toEqual({ frontal: 0, lateral: undefined });
  });

  test('are never displaced by one that was let through against the gate', () => {
    expect(choose([inverted, frontal], true)).toEqual({ frontal: 1, lateral: undefined });
    expect(choose([photo, frontal, lateral], true)).toEqual({ frontal: 1, lateral: 2 });
  });
});
