// The safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes. Little-endian.
// Source: the format's own description, https://github.com/huggingface/safetensors#format
import { AppError } from '../errors.ts';
import { decodeHalf, encodeHalf } from './halfFloat.ts';
import type { NamedArray } from './weights.ts';

export type { NamedArray } from './weights.ts';

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, NamedArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const maxHeaderBytes = 100_000_000;

const damaged = (name: string, what: string): AppError =>
  new AppError('model/damaged', `${name} is damaged: ${what}. Get the file again.`);

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<Record<keyof Entry, unknown>>;
  const isCount = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  return (
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isCount) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount)
  );
}

function parseHeader(bytes: Uint8Array, name: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw damaged(name, 'it is shorter than its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > maxHeaderBytes || 8 + length > bytes.length) throw damaged(name, 'its header is cut off');
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    if (typeof header !== 'object' || header === null) throw new Error('not an object');
    return { header: header as Record<string, unknown>, start: 8 + length };
  } catch {
    throw damaged(name, 'its header is not JSON');
  }
}

function readTensor(
  bytes: Uint8Array,
  start: number,
  entry: Entry,
  name: string,
  tensor: string,
): NamedArray {
  const [from, to] = entry.data_offsets;
  const size = entry.shape.reduce((a, b) => a * b, 1);
  const width = entry.dtype === 'F32' ? 4 : entry.dtype === 'F16' ? 2 : undefined;
  if (width === undefined) throw damaged(name, `${tensor} has type ${entry.dtype}, expected F32 or F16`);
  if (to - from !== size * width || start + to > bytes.length) throw damaged(name, `${tensor} is cut off`);
  // A copy, since offsets need not be aligned (and not by slice, which shares memory where bytes are a Buffer).
  const raw = new Uint8Array(bytes.subarray(start + from, start + to));
  const data = width === 4 ? new Float32Array(raw.buffer) : decodeHalf(new Uint16Array(raw.buffer));
  return { shape: entry.shape, data };
}

/**
 * Reads a file's bytes; `name` is for messages.
 * @throws AppError model/damaged
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): SafetensorsFile {
  const { header, start } = parseHeader(bytes, name);
  const tensors = new Map<string, NamedArray>();
  for (const [key, entry] of Object.entries(header)) {
    if (key === '__metadata__') continue;
    if (!isEntry(entry)) throw damaged(name, `the entry of ${key} is not one of a tensor`);
    tensors.set(key, readTensor(bytes, start, entry, name, key));
  }
  return { tensors, metadata: (header['__metadata__'] ?? {}) as Record<string, string> };
}

/** Writes tensors in the order of their names, all as F32 or all as F16. */
export function encodeSafetensors(file: SafetensorsFile, dtype: 'F32' | 'F16'): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: file.metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const name of [...file.tensors.keys()].sort()) {
    const { shape, data } = file.tensors.get(name) as NamedArray;
    const encoded = dtype === 'F32' ? data : encodeHalf(data);
    const part = new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength);
    header[name] = { dtype, shape, data_offsets: [offset, offset + part.length] };
    offset += part.length;
    parts.push(part);
  }
  let json = JSON.stringify(header);
  json += ' '.repeat((8 - (new TextEncoder().encode(json).length % 8)) % 8);
  const head = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + head.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let at = 8 + head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
