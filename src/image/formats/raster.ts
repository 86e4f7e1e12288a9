// JPEG, PNG, WebP, GIF and TIFF: the formats that the decoding library reads as they are.
import { openSharp } from './open.ts';
import { hasText, startsWith, type ImageFormat } from './format.ts';

export const jpeg: ImageFormat = {
  name: 'JPEG',
  matches: (head) => startsWith(head, [0xff, 0xd8, 0xff]),
  decode: (file) => openSharp(file),
};

export const png: ImageFormat = {
  name: 'PNG',
  matches: (head) => startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  decode: (file) => openSharp(file),
};

/** Of an animation, the first frame. */
export const webp: ImageFormat = {
  name: 'WebP',
  matches: (head) => hasText(head, 0, 'RIFF') && hasText(head, 8, 'WEBP'),
  decode: (file) => openSharp(file),
};

/** Of an animation, the first frame. */
export const gif: ImageFormat = {
  name: 'GIF',
  matches: (head) => hasText(head, 0, 'GIF87a') || hasText(head, 0, 'GIF89a'),
  decode: (file) => openSharp(file),
};

/** Either byte order, classic or BigTIFF; of several pages, the first. */
export const tiff: ImageFormat = {
  name: 'TIFF',
  matches: (head) =>
    [0x2a, 0x2b].some(
      (version) =>
        startsWith(head, [0x49, 0x49, version, 0x00]) || startsWith(head, [0x4d, 0x4d, 0x00, version]),
    ),
  decode: (file) => openSharp(file),
};
