// Every format that can be told apart, in the order in which they are asked.
import { bmp } from './bmp.ts';
import type { ImageFormat } from './format.ts';
import { avif, heic } from './heif.ts';
import { gif, jpeg, png, tiff, webp } from './raster.ts';
import { svg } from './svg.ts';

export const formats: readonly ImageFormat[] = [jpeg, png, webp, gif, tiff, avif, heic, bmp, svg];
