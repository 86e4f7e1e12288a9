// The shape of a format: it recognises itself by its first bytes and opens itself for the resizer.
import type { Metadata, Sharp } from 'sharp';
import type { ImageFile } from '../source.ts';

export interface ImageFormat {
  /** As people call it: "JPEG". */
  readonly name: string;
  /** Looks at the first bytes of a file (up to 4,096), never at its name. */
  matches(head: Uint8Array): boolean;
  /**
   * Opens the picture for resizing; pixels are read later.
   * @throws AppError image/damaged, image/unsupported, image/too-large
   */
  decode(file: ImageFile): Sharp | Promise<Sharp>;
  /** Memory for each of its pixels while it is decoded: 0 for what is read line by line. Measured. */
  heldBytesPerPixel(metadata: Metadata): number;
  /** True when `decode` itself holds all pixels, so that only one may be decoded at a time. */
  readonly holdsAtOnce: boolean;
}

/** True when `bytes` holds the ASCII `text` at `offset`. */
export function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  if (bytes.length < offset + text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** True when `bytes` starts with `prefix`. */
export function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, i) => bytes[i] === byte);
}
