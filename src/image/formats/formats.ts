// Every format that can be told apart, in the order in which they are asked: a DICOM file may start like a TIFF.
import { bmp } from './bmp.ts';
import { dicom } from './dicom.ts';
import type { ImageFormat } from './format.ts';
import { avif, heic } from './heif.ts';
import { gif, jpeg, png, tiff, webp } from './raster.ts';
import { svg } from './svg.ts';

export const formats: readonly ImageFormat[] = [dicom, jpeg, png, webp, gif, tiff, avif, heic, bmp, svg];
