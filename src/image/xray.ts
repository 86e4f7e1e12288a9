// A radiograph from any file that holds one, DICOM or a plain picture, as grey levels of up to 16 bits.
import sharp, { type Sharp } from 'sharp';
import { AppError } from '../errors.ts';
import { withPicture, type Size } from './decode.ts';
import { dicomThread } from './dicom/dicomThread.ts';
import { readDicomIdentity, type XrayIdentity } from './dicom/identity.ts';
import { maxGreyPixels } from './dicom/pixelModule.ts';
import type { XrayHeader } from './dicom/xrayHeader.ts';
import { displayGrey } from './displayGrey.ts';
import { dicom } from './formats/dicom.ts';
import { wholeFile } from './formats/wholeFile.ts';
import type { GreyImage } from './greyImage.ts';
import type { RgbImage } from './image.ts';
import { readSource, throwIfCancelled, type ImageSource } from './source.ts';

export interface Xray {
  readonly image: GreyImage;
  /** Facts of a DICOM file; nothing in it says whose image it is. */
  readonly header: XrayHeader | undefined;
}

/**
 * Reads a radiograph with every grey level that the file has. Colours become brightness.
 * @throws AppError file/missing, file/unreadable, image/empty, image/unsupported, image/damaged, image/too-large, cancelled
 */
export async function readXray(source: ImageSource, signal?: AbortSignal): Promise<Xray> {
  const file = await readSource(source, signal);
  if (dicom.matches(file.head)) {
    return await dicomThread.read(await wholeFile(file, dicom.name), file.name, signal);
  }
  return await withPicture(file, signal, async (picture, native) => {
    if (native.width * native.height > maxGreyPixels) {
      throw new AppError(
        'image/too-large',
        `${file.name} is too large for a radiograph (${native.width} x ${native.height} pixels): make it smaller and try again.`,
      );
    }
    return { image: await greyOfPicture(picture), header: undefined };
  });
}

/**
 * Reads whose image it is and of which study: for what the person asked to be filled in or exported, never for a log.
 * @returns undefined for what is no DICOM file
 * @throws AppError as readXray
 */
export async function readXrayIdentity(
  source: ImageSource,
  signal?: AbortSignal,
): Promise<XrayIdentity | undefined> {
  const file = await readSource(source, signal);
  if (!dicom.matches(file.head)) return undefined;
  const identity = await readDicomIdentity(await wholeFile(file, dicom.name), file.name);
  throwIfCancelled(signal);
  return identity;
}

/**
 * A radiograph as a screen shows it, squashed to `size` whatever its proportions: what a model looks at.
 * @param view by default the file's own, else from darkest to brightest
 */
export async function squashXray(image: GreyImage, size: Size, view = image.views[0]): Promise<RgbImage> {
  const { width, height, data } = displayGrey(image, view);
  const squashed = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize(size.width, size.height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: squashed.info.width, height: squashed.info.height, data: squashed.data };
}

async function greyOfPicture(picture: Sharp): Promise<GreyImage> {
  const { depth, space } = await picture.metadata();
  const deep = depth !== 'uchar';
  const { data, info } = await picture
    .flatten({ background: '#ffffff' })
    .toColourspace(!deep ? 'srgb' : space === 'grey16' ? 'grey16' : 'rgb16')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const values = new Uint16Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += channels) {
    const [first = 0, green = first, blue = first] = [samples[at], samples[at + 1], samples[at + 2]];
    // ITU-R BT.601; a grey picture keeps its levels.
    values[i] = channels < 3 ? first : Math.round(0.299 * first + 0.587 * green + 0.114 * blue);
  }
  return {
    width,
    height,
    values,
    bitsStored: deep ? 16 : 8,
    slope: 1,
    intercept: 0,
    views: [],
    inverted: false,
    padding: undefined,
    spacing: undefined,
  };
}
