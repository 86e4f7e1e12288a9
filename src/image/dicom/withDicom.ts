// Opens a DICOM file for others; all that can go wrong with it becomes a sentence here.
import { AppError } from '../../errors.ts';
import { parseDicom, type DicomFile } from './parseDicom.ts';
import { TooLargeDicom, UnsupportedDicom } from './problems.ts';

/**
 * Takes a file apart and gives it to `action`.
 * @throws AppError image/damaged, image/unsupported, image/too-large
 */
export async function withDicom<T>(
  bytes: Uint8Array,
  name: string,
  action: (file: DicomFile) => T | Promise<T>,
): Promise<T> {
  try {
    return await action(parseDicom(bytes));
  } catch (cause) {
    // No cause goes along: what a parser complains about may quote the file.
    if (cause instanceof AppError) throw cause;
    if (cause instanceof UnsupportedDicom) {
      throw new AppError('image/unsupported', `${name} ${cause.message}: ${cause.advice}.`);
    }
    if (cause instanceof TooLargeDicom) {
      throw new AppError(
        'image/too-large',
        `${name} is too large (${cause.message}, DICOM): make it smaller and try again.`,
      );
    }
    throw new AppError(
      'image/damaged',
      `${name} is damaged, or ends too soon: copy it again from where it came from.`,
    );
  }
}
