import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHalf, encodeHalf, toHalf } from '../../src/tensor/halfFloat.ts';

// Values of IEEE 754-2008, binary16.
const known: readonly (readonly [value: number, bits: number])[] = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [0.333251953125, 0x3555],
  [65_504, 0x7bff],
  [2 ** -14, 0x0400],
  [2 ** -14 - 2 ** -24, 0x03ff],
  [2 ** -24, 0x0001],
  [Infinity, 0x7c00],
  [-Infinity, 0xfc00],
];

test.each(known)('%d is 0x%x and back', (value, bits) => {
  expect(toHalf(value)).toBe(bits);
  expect(decodeHalf(Uint16Array.of(bits))[0]).toBe(value);
});

test.each([
  ['a tie goes to even below', 1 + 2 ** -11, 0x3c00],
  ['a tie goes to even above', 1 + 3 * 2 ** -11, 0x3c02],
  ['just above a tie goes up', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
  ['half the smallest subnormal goes to zero', 2 ** -25, 0x0000],
  ['just above it goes to the smallest', 2 ** -25 * 1.001, 0x0001],
  ['what rounds to 65,504', 65_519, 0x7bff],
  ['what is too large becomes infinite', 65_520, 0x7c00],
  ['a rounded mantissa carries into the exponent', 2047.9, 0x6800],
])('%s', (_, value, bits) => {
  expect(toHalf(value)).toBe(bits);
});

test('not a number stays so', () => {
  expect(decodeHalf(encodeHalf(Float32Array.of(NaN)))[0]).toBeNaN();
});

test('every half survives decoding and encoding', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00 || (bits & 0x03ff) === 0,
  );
  expect(encodeHalf(decodeHalf(all))).toEqual(all);
});

test('the half that is chosen is a nearest one', () => {
  fc.assert(
    fc.property(fc.float({ min: -65_504, max: 65_504, noNaN: true }), (value) => {
      const bits = toHalf(value);
      const neighbours = [bits - 1, bits, bits + 1].filter((b) => (b & 0x7fff) < 0x7c00 && b >= 0);
      const distances = neighbours.map((b) => Math.abs((decodeHalf(Uint16Array.of(b))[0] ?? 0) - value));
      const chosen = Math.abs((decodeHalf(Uint16Array.of(bits))[0] ?? 0) - value);
      expect(chosen).toBe(Math.min(chosen, ...distances));
    }),
  );
});

test('decoding into a target fills it', () => {
  const target = new Float32Array(2);
  expect(decodeHalf(Uint16Array.of(0x3c00, 0xc000), target)).toBe(target);
  expect([...target]).toEqual([1, -2]);
});
