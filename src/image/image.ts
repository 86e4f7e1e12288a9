// A decoded picture, as every part of the core passes it on.

/** Interleaved 8-bit sRGB: `data` has width * height * 3 bytes. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What a decoder gives: the picture squashed to the size asked for, and its own size after EXIF rotation. */
export interface DecodedImage extends RgbImage {
  readonly nativeWidth: number;
  readonly nativeHeight: number;
}
