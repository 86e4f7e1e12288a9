// A DICOM file's bytes to a grey image and its facts.
import type { GreyImage } from '../greyImage.ts';
import { decodeFrame } from './decodeFrame.ts';
import { greyOf } from './greyOf.ts';
import { readPixelModule } from './pixelModule.ts';
import { withDicom } from './withDicom.ts';
import { readXrayHeader, type XrayHeader } from './xrayHeader.ts';

export interface DicomImage {
  readonly image: GreyImage;
  readonly header: XrayHeader;
}

/**
 * Reads the one image of a file. Codecs may take seconds over it, or, of a hostile file, for ever: dicomThread.ts calls it.
 * @throws AppError image/damaged, image/unsupported, image/too-large
 */
export async function readDicom(bytes: Uint8Array, name: string): Promise<DicomImage> {
  return await withDicom(bytes, name, async (file) => {
    const pixels = readPixelModule(file.dataSet);
    const image = greyOf(file.dataSet, pixels, await decodeFrame(file, pixels));
    return { image, header: readXrayHeader(file) };
  });
}
