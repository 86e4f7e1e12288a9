// The segments of a JPEG or JPEG-LS stream: ITU-T T.81 annex B, T.87 annex C.
import { must } from '../problems.ts';

export interface JpegComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantization: number;
}

export interface JpegFrame {
  /** The start-of-frame marker: 0xc0 baseline, 0xc1 extended, 0xc3 lossless, 0xf7 JPEG-LS. */
  readonly marker: number;
  /** Bits of a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
}

export interface JpegSegment {
  readonly marker: number;
  /** Without marker and length. */
  readonly data: Uint8Array;
  /** The position after it. */
  readonly end: number;
}

const startOfImage = 0xd8;
const isFrame = (marker: number): boolean =>
  marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));

/**
 * Reads the segment at or after `position`; fill bytes and markers without a segment are skipped.
 * @returns undefined at the end of the image
 */
export function readSegment(bytes: Uint8Array, position: number): JpegSegment | undefined {
  let at = position;
  for (;;) {
    must(bytes[at] === 0xff, 'a marker is missing');
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    must(marker !== undefined, 'the stream ends before its picture');
    if (marker === 0xd9) return undefined;
    if (marker === startOfImage || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    must(length >= 2 && at + length <= bytes.length, 'a segment is longer than the stream');
    return { marker, data: bytes.subarray(at + 2, at + length), end: at + length };
  }
}

/** Reads the header that gives size, precision and coding. */
export function readJpegFrame(bytes: Uint8Array): JpegFrame {
  must(bytes[0] === 0xff && bytes[1] === startOfImage, 'no JPEG stream');
  let position = 0;
  for (;;) {
    const segment = readSegment(bytes, position);
    must(segment !== undefined && segment.marker !== 0xda, 'the frame header is missing');
    if (isFrame(segment.marker)) return frameOf(segment);
    position = segment.end;
  }
}

function frameOf({ marker, data }: JpegSegment): JpegFrame {
  const [precision = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, count = 0] = data;
  must(count >= 1 && data.length >= 6 + count * 3, 'the frame header is too short');
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0, quantization = 0] = data.subarray(6 + i * 3, 9 + i * 3);
    return { id, horizontal: sampling >> 4, vertical: sampling & 15, quantization };
  });
  return {
    marker,
    precision,
    width: (widthHigh << 8) | widthLow,
    height: (heightHigh << 8) | heightLow,
    components,
  };
}
