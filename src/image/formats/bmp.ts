// Windows bitmaps.
import { decode } from 'bmp-ts';
import sharp from 'sharp';
import { AppError } from '../../errors.ts';
import { hasText, type ImageFormat } from './format.ts';

export const bmp: ImageFormat = {
  name: 'BMP',
  matches: (head) => hasText(head, 0, 'BM') && head.length > 26 && (head[14] ?? 0) >= 12 && head[15] === 0,
  decode: (file) => {
    if (file.kind === 'path') {
      throw new AppError(
        'image/too-large',
        `${file.name} is too large for a BMP (over 48 MB): save it as PNG or JPEG.`,
      );
    }
    try {
      const { width, height, data } = decode(Buffer.from(file.bytes), { toRGBA: true });
      for (let i = 3; i < data.length; i += 4) data[i] = 255;
      return sharp(data, { raw: { width, height, channels: 4 } });
    } catch (cause) {
      throw new AppError(
        'image/damaged',
        `${file.name} is damaged, or ends too soon: copy it again from where it came from.`,
        { cause },
      );
    }
  },
};
