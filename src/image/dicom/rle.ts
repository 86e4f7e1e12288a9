// RLE Lossless: a PackBits stream for each byte of each sample. PS3.5 annex G.
import { must } from './problems.ts';
import type { Samples } from './samples.ts';

const headerBytes = 64;

export interface RleShape {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Of a sample: 1 or 2. */
  readonly bytesPerSample: number;
}

/** @throws RangeError for what is damaged */
export function decodeRle(bytes: Uint8Array, shape: RleShape): Samples {
  const { width, height, components, bytesPerSample } = shape;
  must(bytes.length >= headerBytes, 'the RLE header is too short');
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const segments = components * bytesPerSample;
  must(header.getUint32(0, true) === segments, `${header.getUint32(0, true)} RLE segments, not ${segments}`);
  const pixels = width * height;
  const values = new Uint16Array(pixels * components);
  const plane = new Uint8Array(pixels);
  for (let segment = 0; segment < segments; segment++) {
    const start = header.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? header.getUint32(8 + segment * 4, true) : bytes.length;
    must(start >= headerBytes && start <= end && end <= bytes.length, 'RLE segments out of order');
    unpack(bytes.subarray(start, end), plane);
    const component = Math.floor(segment / bytesPerSample);
    // The most significant byte comes first.
    const shift = 8 * (bytesPerSample - 1 - (segment % bytesPerSample));
    for (let i = 0, at = component; i < pixels; i++, at += components) {
      values[at] = (values[at] ?? 0) | ((plane[i] ?? 0) << shift);
    }
  }
  return { width, height, components, bits: 8 * bytesPerSample, values };
}

function unpack(packed: Uint8Array, out: Uint8Array): void {
  let from = 0;
  let to = 0;
  while (to < out.length) {
    const control = packed[from++];
    must(control !== undefined, 'an RLE segment ends too soon');
    if (control < 128) {
      const count = Math.min(control + 1, out.length - to);
      must(from + count <= packed.length, 'an RLE segment ends too soon');
      out.set(packed.subarray(from, from + count), to);
      from += control + 1;
      to += count;
    } else if (control > 128) {
      const value = packed[from++];
      must(value !== undefined, 'an RLE segment ends too soon');
      out.fill(value, to, to + 257 - control);
      to += 257 - control;
    }
  }
}
