// JPEG, PNG, WebP, GIF and TIFF: the formats that the decoding library reads as they are.
import { openSharp } from './open.ts';
import { hasText, startsWith, type ImageFormat } from './format.ts';

export const jpeg: ImageFormat = {
  name: 'JPEG',
  holdsAtOnce: false,
  matches: (head) => startsWith(head, [0xff, 0xd8, 0xff]),
  decode: (file) => openSharp(file),
  // A progressive one keeps its 16-bit coefficients until the last scan.
  heldBytesPerPixel: ({ isProgressive, chromaSubsampling, channels }) =>
    !isProgressive ? 0 : chromaSubsampling === '4:2:0' ? 3 : 2 * channels,
};

export const png: ImageFormat = {
  name: 'PNG',
  holdsAtOnce: false,
  matches: (head) => startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  decode: (file) => openSharp(file),
  // An interlaced one is whole only after its last pass.
  heldBytesPerPixel: ({ isProgressive, channels, depth }) =>
    isProgressive ? channels * (depth === 'ushort' ? 2 : 1) : 0,
};

/** Of an animation, the first frame. */
export const webp: ImageFormat = {
  name: 'WebP',
  holdsAtOnce: false,
  matches: (head) => hasText(head, 0, 'RIFF') && hasText(head, 8, 'WEBP'),
  decode: (file) => openSharp(file),
  // What a lossless or animated one needs; a lossy one needs less.
  heldBytesPerPixel: () => 5,
};

/** Of an animation, the first frame. */
export const gif: ImageFormat = {
  name: 'GIF',
  holdsAtOnce: false,
  matches: (head) => hasText(head, 0, 'GIF87a') || hasText(head, 0, 'GIF89a'),
  decode: (file) => openSharp(file),
  heldBytesPerPixel: () => 5,
};

/** Either byte order, classic or BigTIFF; of several pages, the first. */
export const tiff: ImageFormat = {
  name: 'TIFF',
  holdsAtOnce: false,
  matches: (head) =>
    [0x2a, 0x2b].some(
      (version) =>
        startsWith(head, [0x49, 0x49, version, 0x00]) || startsWith(head, [0x4d, 0x4d, 0x00, version]),
    ),
  decode: (file) => openSharp(file),
  heldBytesPerPixel: () => 0,
};
