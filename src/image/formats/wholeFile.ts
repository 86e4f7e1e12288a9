// All bytes of a file, for the formats that cannot be read piece by piece.
import { readFile } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import { readError } from '../../files/fileError.ts';
import type { ImageFile } from '../source.ts';
import { maxHeldBytes } from './open.ts';

/**
 * @param format as people call it
 * @throws AppError image/too-large, file/missing, file/unreadable
 */
export async function wholeFile(file: ImageFile, format: string): Promise<Uint8Array> {
  if (file.kind === 'bytes') return file.bytes;
  if (file.byteLength > maxHeldBytes) {
    throw new AppError(
      'image/too-large',
      `${file.name} is too large for a ${format} (${Math.round(file.byteLength / 1e6)} MB): save it as PNG or JPEG and try again.`,
    );
  }
  try {
    return await readFile(file.path);
  } catch (cause) {
    throw readError(file.path, cause);
  }
}
