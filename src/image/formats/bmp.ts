// Windows and OS/2 bitmaps: 1 to 32 bits a pixel, palettes, bit fields, run lengths, either row order.
// Layout: "Bitmap Storage", Microsoft Win32 documentation.
import sharp from 'sharp';
import { AppError } from '../../errors.ts';
import type { RgbImage } from '../image.ts';
import { hasText, type ImageFormat } from './format.ts';
import { maxHeldBytes } from './open.ts';
import { wholeFile } from './wholeFile.ts';

const fileHeaderBytes = 14;
const headerSizes = [12, 16, 40, 52, 56, 64, 108, 124];

const compression = { none: 0, runs8: 1, runs4: 2, bitFields: 3, alphaBitFields: 6 } as const;

export const bmp: ImageFormat = {
  name: 'BMP',
  matches: (head) =>
    hasText(head, 0, 'BM') && head.length >= 18 && headerSizes.includes(view(head).getUint32(14, true)),
  // Its size is judged below, before anything is held.
  holdsAtOnce: true,
  heldBytesPerPixel: () => 0,
  decode: async (file) => {
    const { width, height, data } = decodeBmp(await wholeFile(file, 'BMP'), file.name);
    return sharp(data, { raw: { width, height, channels: 3 } });
  },
};

interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bitsPerPixel: number;
  readonly compression: number;
  /** Where the rows start. */
  readonly offset: number;
  /** Red, green and blue of each palette entry, one after the other. */
  readonly palette: Uint8Array;
  /** Bit masks of red, green and blue (16 and 32 bits a pixel). */
  readonly masks: readonly [number, number, number];
}

/**
 * Decodes a bitmap at its own size. Alpha is ignored, as nearly all programs do.
 * @throws AppError image/damaged, image/unsupported, image/too-large
 */
export function decodeBmp(bytes: Uint8Array, name: string): RgbImage {
  try {
    const header = readHeader(bytes);
    const { width, height } = header;
    if (width * height * 3 > maxHeldBytes) {
      throw new AppError(
        'image/too-large',
        `${name} is too large (${width} x ${height} pixels, BMP): save it as PNG or JPEG and try again.`,
      );
    }
    const data = new Uint8Array(width * height * 3);
    if (header.compression === compression.runs4 || header.compression === compression.runs8) {
      readRuns(bytes, header, data);
    } else {
      readRows(bytes, header, data);
    }
    return { width, height, data };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (cause instanceof UnsupportedBmp) {
      throw new AppError(
        'image/unsupported',
        `${name} is a rare kind of BMP (${cause.message}): save it as PNG and try again.`,
        { cause },
      );
    }
    throw new AppError(
      'image/damaged',
      `${name} is damaged, or ends too soon: copy it again from where it came from.`,
      { cause },
    );
  }
}

class UnsupportedBmp extends Error {}

function readHeader(bytes: Uint8Array): BmpHeader {
  const data = view(bytes);
  const headerSize = data.getUint32(14, true);
  const old = headerSize === 12;
  const width = old ? data.getUint16(18, true) : data.getInt32(18, true);
  const signedHeight = old ? data.getUint16(20, true) : data.getInt32(22, true);
  const bitsPerPixel = data.getUint16(old ? 24 : 28, true);
  const kind = headerSize > 16 ? data.getUint32(30, true) : compression.none;
  // OS/2's larger header gives 3 and 4 other meanings (fax and 24-bit runs).
  const known = headerSize === 64 ? kind <= 2 : Object.values(compression).some((value) => value === kind);
  if (!known) throw new UnsupportedBmp(`compression ${kind}`);
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) throw new UnsupportedBmp(`${bitsPerPixel} bits a pixel`);
  if (kind === compression.runs8 && bitsPerPixel !== 8) throw new RangeError('8-bit runs of other pixels');
  if (kind === compression.runs4 && bitsPerPixel !== 4) throw new RangeError('4-bit runs of other pixels');
  if (width <= 0 || signedHeight === 0) throw new RangeError('no pixels');

  const withMasks = kind === compression.bitFields || kind === compression.alphaBitFields;
  const maskBytes = headerSize !== 40 || !withMasks ? 0 : kind === compression.bitFields ? 12 : 16;
  const masks: BmpHeader['masks'] = withMasks
    ? [data.getUint32(54, true), data.getUint32(58, true), data.getUint32(62, true)]
    : bitsPerPixel === 16
      ? [0x7c00, 0x03e0, 0x001f]
      : [0xff0000, 0x00ff00, 0x0000ff];
  const declared = headerSize > 36 ? data.getUint32(46, true) : 0;
  const offset = data.getUint32(10, true);
  const paletteStart = fileHeaderBytes + headerSize + maskBytes;
  const entryBytes = old ? 3 : 4;
  // Some programs write fewer colours than they declare: the rows tell where the palette ends.
  const room = Math.max(0, Math.floor((offset - paletteStart) / entryBytes));
  const colours = bitsPerPixel > 8 ? 0 : Math.min(declared === 0 ? 256 : declared, 1 << bitsPerPixel, room);
  return {
    width,
    height: Math.abs(signedHeight),
    topDown: signedHeight < 0,
    bitsPerPixel,
    compression: kind,
    offset,
    palette: readPalette(data, paletteStart, colours, entryBytes),
    masks,
  };
}

/** Indices beyond the palette show as black. */
function readPalette(data: DataView, start: number, colours: number, entryBytes: number): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < colours; i++) {
    const at = start + i * entryBytes;
    palette[i * 3] = data.getUint8(at + 2);
    palette[i * 3 + 1] = data.getUint8(at + 1);
    palette[i * 3 + 2] = data.getUint8(at);
  }
  return palette;
}

function readRows(bytes: Uint8Array, header: BmpHeader, out: Uint8Array): void {
  const { width, height, bitsPerPixel, palette, masks, offset } = header;
  const data = view(bytes);
  // Rows are padded to four bytes.
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const lastRowBytes = Math.ceil((width * bitsPerPixel) / 8);
  if (offset + stride * (height - 1) + lastRowBytes > bytes.length) throw new RangeError('rows are missing');
  const [red, green, blue] = masks.map(channelReader) as [ChannelReader, ChannelReader, ChannelReader];
  const pixelMask = (1 << bitsPerPixel) - 1;
  for (let row = 0; row < height; row++) {
    const start = offset + row * stride;
    let to = (header.topDown ? row : height - 1 - row) * width * 3;
    for (let x = 0; x < width; x++, to += 3) {
      if (bitsPerPixel <= 8) {
        const bit = x * bitsPerPixel;
        const index = ((bytes[start + (bit >> 3)] ?? 0) >> (8 - bitsPerPixel - (bit & 7))) & pixelMask;
        paint(out, to, palette, index);
      } else if (bitsPerPixel === 24) {
        const from = start + x * 3;
        out[to] = bytes[from + 2] ?? 0;
        out[to + 1] = bytes[from + 1] ?? 0;
        out[to + 2] = bytes[from] ?? 0;
      } else {
        const pixel =
          bitsPerPixel === 16 ? data.getUint16(start + x * 2, true) : data.getUint32(start + x * 4, true);
        out[to] = red(pixel);
        out[to + 1] = green(pixel);
        out[to + 2] = blue(pixel);
      }
    }
  }
}

function paint(out: Uint8Array, to: number, palette: Uint8Array, index: number): void {
  out[to] = palette[index * 3] ?? 0;
  out[to + 1] = palette[index * 3 + 1] ?? 0;
  out[to + 2] = palette[index * 3 + 2] ?? 0;
}

type ChannelReader = (pixel: number) => number;

/** Takes the bits under `mask` out of a pixel and spreads them over 0..255. */
function channelReader(mask: number): ChannelReader {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / largest);
}

/** Run lengths; what they skip stays black. */
function readRuns(bytes: Uint8Array, header: BmpHeader, out: Uint8Array): void {
  const { width, height, palette } = header;
  const nibbles = header.compression === compression.runs4;
  let at = header.offset;
  let x = 0;
  let row = 0;
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new RangeError('runs end too soon');
    return byte;
  };
  const put = (index: number): void => {
    if (x >= width || row >= height) return;
    const line = header.topDown ? row : height - 1 - row;
    paint(out, (line * width + x) * 3, palette, index);
    x++;
  };
  while (row < height) {
    const count = next();
    const value = next();
    if (count > 0) {
      for (let i = 0; i < count; i++) put(nibbles ? nibble(value, i) : value);
    } else if (value === 0) {
      x = 0;
      row++;
    } else if (value === 1) {
      return;
    } else if (value === 2) {
      x += next();
      row += next();
    } else {
      const start = at;
      for (let i = 0; i < value; i++) {
        if (!nibbles) put(next());
        else put(nibble(i % 2 === 0 ? next() : (bytes[at - 1] ?? 0), i));
      }
      // Literal runs are padded to two bytes.
      if ((at - start) % 2 === 1) at++;
    }
  }
}

/** The even pixels of a pair are in the upper half. */
const nibble = (byte: number, i: number): number => (i % 2 === 0 ? byte >> 4 : byte & 15);

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
