// Turns any picture that people have into pixels: recognised by its bytes, upright, opaque, sRGB, 8-bit.
import type { Sharp } from 'sharp';
import { AppError } from '../errors.ts';
import type { ImageFormat } from './formats/format.ts';
import { formats } from './formats/formats.ts';
import { maxHeldBytes, maxPixels } from './formats/open.ts';
import type { DecodedImage } from './image.ts';
import { readSource, throwIfCancelled, type ImageFile, type ImageSource } from './source.ts';

export type { ImageSource } from './source.ts';

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

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
  return await withPicture(await readSource(source, signal), signal, async (picture, native) => {
    const { data, info } = await picture
      .flatten({ background: '#ffffff' })
      .resize(size.width, size.height, { fit: 'fill' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      width: info.width,
      height: info.height,
      data,
      nativeWidth: native.width,
      nativeHeight: native.height,
    };
  });
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
  const { longSide } = options;
  return await withPicture(await readSource(source, signal), signal, async (picture) => {
    const { data, info } = await picture
      .resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 82, effort: 2 })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, bytes: data };
  });
}

/**
 * The size of a picture after EXIF rotation, read from its header alone.
 * @throws as decodeImage
 */
export async function readDimensions(source: ImageSource, signal?: AbortSignal): Promise<Size> {
  const file = await readSource(source, signal);
  return await withPicture(file, signal, (_picture, native) => Promise.resolve(native));
}

/** Pictures that hold more than this are decoded one at a time, so that two together stay within memory. */
const crowdedBytes = 64_000_000;
let lastAlone: Promise<unknown> = Promise.resolve();

function alone<T>(action: () => Promise<T>): Promise<T> {
  const turn = lastAlone.then(action);
  lastAlone = turn.catch(() => undefined);
  return turn;
}

/**
 * Opens a picture, refuses what would not fit into memory, and turns what goes wrong into a sentence.
 * @throws as decodeImage
 */
export async function withPicture<T>(
  file: ImageFile,
  signal: AbortSignal | undefined,
  action: (picture: Sharp, native: Size) => Promise<T>,
): Promise<T> {
  const format = formatOf(file);
  const run = async (): Promise<T> => {
    throwIfCancelled(signal);
    const picture = await format.decode(file);
    const metadata = await picture.metadata();
    const native = metadata.autoOrient;
    const pixels = native.width * native.height;
    const heldBytes = pixels * format.heldBytesPerPixel(metadata);
    if (pixels > maxPixels || heldBytes > maxHeldBytes) {
      throw new AppError(
        'image/too-large',
        `${file.name} is too large (${native.width} x ${native.height} pixels, ${format.name}): make it smaller and try again.`,
      );
    }
    const act = (): Promise<T> => action(picture, native);
    return heldBytes > crowdedBytes ? await alone(act) : await act();
  };
  try {
    const result = format.holdsAtOnce ? await alone(run) : await run();
    throwIfCancelled(signal);
    return result;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'image/damaged',
      `${file.name} is damaged, or ends too soon: copy it again from where it came from.`,
      { cause },
    );
  }
}

function formatOf(file: ImageFile): ImageFormat {
  const format = formats.find((candidate) => candidate.matches(file.head));
  if (format !== undefined) return format;
  throw new AppError(
    'image/unsupported',
    `${file.name} is not a picture that can be read here: use JPEG, PNG, WebP, AVIF, TIFF, GIF, BMP, SVG or DICOM.`,
  );
}
