// Turns any picture that people have into pixels: recognised by its bytes, upright, opaque, sRGB, 8-bit.
import type { Metadata, Sharp } from 'sharp';
import { AppError } from '../errors.ts';
import { formats } from './formats/formats.ts';
import { maxPixels } from './formats/open.ts';
import type { DecodedImage } from './image.ts';
import { readSource, throwIfCancelled, type ImageFile, type ImageSource } from './source.ts';

export type { ImageSource } from './source.ts';

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Memory that one picture may take while it is decoded, in bytes. */
const maxDecodeBytes = 320 * 1024 * 1024;

/**
 * Decodes a picture and squashes it to `size`, whatever its proportions: EXIF rotation applied, transparency laid on
 * white, CMYK, 16 bits and colour profiles converted to sRGB; of an animation, the first frame.
 * @returns width * height * 3 bytes, interleaved, and the picture's own size after rotation
 * @throws AppError file/missing, file/unreadable, image/empty, image/unsupported, image/damaged, image/too-large, cancelled
 */
export async function decodeImage(
  source: ImageSource,
  size: Size,
  signal?: AbortSignal,
): Promise<DecodedImage> {
  const file = await readSource(source, signal);
  const { picture, native } = await openPicture(file);
  const { data, info } = await read(file, () =>
    finish(picture.resize(size.width, size.height, { fit: 'fill' }))
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  throwIfCancelled(signal);
  return {
    width: info.width,
    height: info.height,
    data,
    nativeWidth: native.width,
    nativeHeight: native.height,
  };
}

export interface RenderOptions {
  /** Longest side in pixels; smaller pictures are not enlarged. */
  readonly longSide: number;
  readonly format: 'webp';
}

/**
 * Makes a picture for the screen, upright and in sRGB, with its proportions and its transparency kept.
 * @throws as decodeImage
 */
export async function renderImage(
  source: ImageSource,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<Size & { readonly bytes: Uint8Array }> {
  const file = await readSource(source, signal);
  const { picture } = await openPicture(file);
  const { longSide } = options;
  const { data, info } = await read(file, () =>
    picture
      .resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 82, effort: 2 })
      .toBuffer({ resolveWithObject: true }),
  );
  throwIfCancelled(signal);
  return { width: info.width, height: info.height, bytes: data };
}

/**
 * The size of a picture after EXIF rotation, read from its header alone.
 * @throws as decodeImage
 */
export async function readDimensions(source: ImageSource, signal?: AbortSignal): Promise<Size> {
  const { native } = await openPicture(await readSource(source, signal));
  throwIfCancelled(signal);
  return native;
}

async function openPicture(file: ImageFile): Promise<{ readonly picture: Sharp; readonly native: Size }> {
  const format = formats.find((candidate) => candidate.matches(file.head));
  if (format === undefined) {
    throw new AppError(
      'image/unsupported',
      `${file.name} is not a picture that can be read here: use JPEG, PNG, WebP, AVIF, TIFF, GIF, BMP or SVG.`,
    );
  }
  const picture = await format.decode(file);
  const metadata = await read(file, () => picture.metadata());
  const native = metadata.autoOrient;
  const tooManyPixels = native.width * native.height > maxPixels;
  if (tooManyPixels || native.width * native.height * heldBytesPerPixel(metadata) > maxDecodeBytes) {
    throw new AppError(
      'image/too-large',
      `${file.name} is too large (${native.width} x ${native.height} pixels, ${format.name}): make it smaller and try again.`,
    );
  }
  return { picture, native };
}

/** How much of each pixel must be in memory at once: little when a format is read line by line. */
function heldBytesPerPixel(metadata: Metadata): number {
  const bytesPerPixel =
    metadata.channels * (metadata.depth === 'ushort' ? 2 : metadata.depth === 'uchar' ? 1 : 4);
  switch (metadata.format) {
    case 'jpeg':
      // A progressive JPEG keeps its 16-bit coefficients until the last scan.
      if (!metadata.isProgressive) return 0;
      return metadata.chromaSubsampling?.startsWith('4:2:0') === true ? 3 : 2 * metadata.channels;
    case 'png':
      return metadata.isProgressive ? bytesPerPixel : 0;
    case 'tiff':
      return 0;
    default:
      return Math.max(4, bytesPerPixel);
  }
}

const finish = (picture: Sharp): Sharp => picture.flatten({ background: '#ffffff' }).toColourspace('srgb');

/** Runs the decoding library and turns what it throws into a failure with a sentence. */
async function read<T>(file: ImageFile, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new AppError(
      'image/damaged',
      `${file.name} is damaged, or ends too soon: copy it again from where it came from.`,
      { cause },
    );
  }
}
