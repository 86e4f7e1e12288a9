// IEEE 754 half precision: weights and cached features are kept in it on disk.

const exponentBias = 15;

/** The nearest half (ties to even) of a float, as its 16 bits. */
export function toHalf(value: number): number {
  floats[0] = value;
  const bits = words[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return sign | ((rounded - 0x38000000) >>> 13);
  }
  // Subnormal: adding 0.5 lets the processor round the mantissa.
  floats[0] = Math.abs(value) + 0.5;
  return sign | ((words[0] ?? 0) - 0x3f000000);
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - exponentBias);
}

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);
let table: Float32Array | undefined;

/** All 65,536 halves as floats, made once. */
function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => fromHalf(bits));
  return table;
}

/** Encodes floats as halves. */
export function encodeHalf(values: Float32Array): Uint16Array {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = toHalf(values[i] as number);
  return result;
}

/** Decodes halves, into `target` if it is given. */
export function decodeHalf(halves: Uint16Array, target = new Float32Array(halves.length)): Float32Array {
  const lookup = halfTable();
  for (let i = 0; i < halves.length; i++) target[i] = lookup[halves[i] as number] as number;
  return target;
}
