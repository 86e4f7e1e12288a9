import { describe, expect, test } from 'vitest';
import { namedSide, sideIsSeen } from '../../src/drafting/sides.ts';

/** All weight on one patch of the 7 x 7 of the frontal film. */
const lookAt = (row: number, column: number): Float32Array =>
  Float32Array.from({ length: 98 }, (_, i) => (i === row * 7 + column ? 1 : 0));

test.each([
  ['Small left pleural effusion.', 'left'],
  ['Right-sided chest tube.', 'right'],
  ['Left basilar and right apical opacity.', undefined],
  ['Bilateral effusions.', undefined],
  ['The heart is enlarged.', undefined],
  ['Leftward deviation of the trachea.', undefined],
])('the one side that is named: %s', (sentence, side) => {
  expect(namedSide(sentence)).toBe(side);
});

describe('a side is named only where the model looked at it', () => {
  test("the patient's right is on the left of the film", () => {
    expect(sideIsSeen('Right effusion.', lookAt(5, 1))).toBe(true);
    expect(sideIsSeen('Left effusion.', lookAt(5, 1))).toBe(false);
    expect(sideIsSeen('Left effusion.', lookAt(5, 6))).toBe(true);
  });

  test('the middle and the lateral film show no side', () => {
    expect(sideIsSeen('Left effusion.', lookAt(3, 3))).toBe(false);
    expect(sideIsSeen('Right effusion.', lookAt(8, 0))).toBe(false);
  });

  test('no side or both may be said wherever it looked', () => {
    expect(sideIsSeen('No effusion on the left or right.', lookAt(3, 3))).toBe(true);
  });
});
