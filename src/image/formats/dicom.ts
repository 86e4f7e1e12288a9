// DICOM: radiographs and other images of medicine, shown as their header says.
import sharp from 'sharp';
import { dicomThread } from '../dicom/dicomThread.ts';
import { isDicom } from '../dicom/isDicom.ts';
import { displayGrey } from '../displayGrey.ts';
import type { ImageFormat } from './format.ts';
import { wholeFile } from './wholeFile.ts';

export const dicom: ImageFormat = {
  name: 'DICOM',
  matches: isDicom,
  // Its size is judged by its header, before anything is held.
  holdsAtOnce: true,
  heldBytesPerPixel: () => 0,
  decode: async (file) => {
    const { image } = await dicomThread.read(await wholeFile(file, dicom.name), file.name);
    const { width, height, data } = displayGrey(image);
    return sharp(data, { raw: { width, height, channels: 1 } });
  },
};
