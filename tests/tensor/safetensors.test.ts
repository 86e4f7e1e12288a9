import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { decodeHalf, encodeHalf } from '../../src/tensor/halfFloat.ts';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from '../../src/tensor/safetensors.ts';

const array = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })
  .chain((shape): fc.Arbitrary<NamedArray> => {
    const size = shape.reduce((a, b) => a * b, 1);
    return fc
      .array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: size, maxLength: size })
      .map((values) => ({ shape, data: Float32Array.from(values) }));
  });
const name = fc.string({ minLength: 1 }).filter((text) => text !== '__metadata__' && text !== '__proto__');
const file = fc.record({
  tensors: fc.array(fc.tuple(name, array), { maxLength: 5 }).map((entries) => new Map(entries)),
  metadata: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
});

test('what is written as F32 is read back, bit for bit', () => {
  fc.assert(
    fc.property(file, (content) => {
      const back = decodeSafetensors(encodeSafetensors(content, 'F32'), 'x');
      expect(back.tensors).toEqual(content.tensors);
      expect(back.metadata).toEqual(content.metadata);
    }),
  );
});

test('what is written as F16 is read back as the nearest halves', () => {
  fc.assert(
    fc.property(file, (content) => {
      const back = decodeSafetensors(encodeSafetensors(content, 'F16'), 'x');
      for (const [key, { shape, data }] of content.tensors) {
        expect(back.tensors.get(key)).toEqual({ shape, data: decodeHalf(encodeHalf(data)) });
      }
    }),
  );
});

test('the same content gives the same bytes, in whatever order it comes', () => {
  const one: NamedArray = { shape: [1], data: Float32Array.of(1) };
  const two: NamedArray = { shape: [1], data: Float32Array.of(2) };
  const forth = encodeSafetensors(
    {
      tensors: new Map([
        ['a', one],
        ['b', two],
      ]),
      metadata: {},
    },
    'F32',
  );
  const back = encodeSafetensors(
    {
      tensors: new Map([
        ['b', two],
        ['a', one],
      ]),
      metadata: {},
    },
    'F32',
  );
  expect(forth).toEqual(back);
});

test('reads what the reference library wrote (fixtures/tensor/make.py)', async () => {
  const bytes = await readFile(join(import.meta.dirname, '../fixtures/tensor/reference.safetensors'));
  const { tensors, metadata } = decodeSafetensors(bytes, 'reference.safetensors');
  expect(metadata).toEqual({ made: 'by the reference library' });
  expect([...tensors.keys()].sort()).toEqual(['empty', 'half', 'scalar', 'single']);
  expect(tensors.get('single')).toEqual({
    shape: [2, 3],
    data: Float32Array.of(0, 1.5, -2.25, 1e-8, 3.4e38, -0),
  });
  expect(tensors.get('half')).toEqual({
    shape: [6],
    data: Float32Array.of(0, 1, -2, 65_504, 2 ** -24, 0.333251953125),
  });
  expect(tensors.get('scalar')).toEqual({ shape: [], data: Float32Array.of(7) });
  expect(tensors.get('empty')).toEqual({ shape: [0, 4], data: new Float32Array(0) });
});

test('reads bytes that are a part of a larger buffer', () => {
  const bytes = encodeSafetensors(
    { tensors: new Map([['a', { shape: [2], data: Float32Array.of(3, 4) }]]), metadata: {} },
    'F32',
  );
  const pool = Buffer.alloc(bytes.length + 5, 255);
  pool.set(bytes, 3);
  const part = pool.subarray(3, 3 + bytes.length);
  expect(decodeSafetensors(part, 'x').tensors.get('a')?.data).toEqual(Float32Array.of(3, 4));
});

/** A file with any text as its header. */
function withHeader(json: string, body = new Uint8Array(8)): Uint8Array {
  const head = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + head.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(body, 8 + head.length);
  return bytes;
}

const entry = (dtype: string, shape: unknown, offsets: unknown): string =>
  JSON.stringify({ a: { dtype, shape, data_offsets: offsets } });

describe('damaged files are named with what is wrong', () => {
  const cases: readonly (readonly [what: string, bytes: Uint8Array, message: RegExp])[] = [
    ['empty', new Uint8Array(0), /shorter than its header/],
    ['cut off in its header', withHeader('{}').subarray(0, 9), /header is cut off/],
    [
      'a header of absurd length',
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 0),
      /header is cut off/,
    ],
    ['no JSON', withHeader('not json'), /not JSON/],
    ['JSON that is no object', withHeader('7'), /not JSON/],
    ['an entry without a type', withHeader('{"a":{"shape":[1],"data_offsets":[0,4]}}'), /entry of a /],
    ['an entry of nothing', withHeader('{"a":null}'), /entry of a /],
    ['a negative size', withHeader(entry('F32', [-1], [0, 4])), /entry of a /],
    ['three offsets', withHeader(entry('F32', [1], [0, 4, 8])), /entry of a /],
    ['an unknown type', withHeader(entry('I64', [1], [0, 8])), /type I64/],
    ['a size that its bytes do not have', withHeader(entry('F32', [3], [0, 8])), /a is cut off/],
    ['offsets beyond the end', withHeader(entry('F32', [2], [4, 12])), /a is cut off/],
    ['offsets backwards', withHeader(entry('F32', [1], [4, 0])), /a is cut off/],
  ];
  test.each(cases)('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'broken.safetensors')).toThrow(AppError);
    expect(() => decodeSafetensors(bytes, 'broken.safetensors')).toThrow(message);
    expect(() => decodeSafetensors(bytes, 'broken.safetensors')).toThrow(/^broken.safetensors is damaged/);
  });
});

test('a file cut anywhere is damaged, never read half', () => {
  const bytes = encodeSafetensors(
    { tensors: new Map([['a', { shape: [4], data: Float32Array.of(1, 2, 3, 4) }]]), metadata: { k: 'v' } },
    'F16',
  );
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeSafetensors(bytes.subarray(0, length), 'x')).toThrow(AppError);
  }
});
