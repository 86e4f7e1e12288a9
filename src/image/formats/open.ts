// The one place that opens the decoding library: its threads and the limits of memory.
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { ImageFile } from '../source.ts';

// Pictures are not decoded twice, so a cache would only hold memory; several run at once, one thread each.
sharp.cache(false);
sharp.concurrency(1);

/** Pixels beyond which a picture is refused: 20,000 x 20,000. */
export const maxPixels = 400_000_000;
/** Memory that one picture may take while it is decoded. */
export const maxHeldBytes = 256_000_000;

export function openSharp(file: ImageFile, options: SharpOptions = {}): Sharp {
  return sharp(file.kind === 'bytes' ? file.bytes : file.path, {
    // 'error' lets through what cameras do wrong harmlessly, yet refuses files that end too soon.
    failOn: 'error',
    // Sizes are judged in decode.ts, in words.
    limitInputPixels: false,
    sequentialRead: true,
    autoOrient: true,
    ...options,
  });
}
