// Made files and what becomes of them, for the tests beside this file.
import { readDicom, type DicomImage } from '../../../src/image/dicom/readDicom.ts';
import { AppError } from '../../../src/errors.ts';
import { imageElements, writeDicom, type MadeElements } from '../../fixtures/dicom/writeDicom.ts';

/** A ramp: 16 x 16 stored values from `first`, `step` apart. */
export function ramp(first: number, step: number): Uint16Array | Int16Array {
  const values = Array.from({ length: 256 }, (_, i) => first + i * step);
  return first < 0 ? Int16Array.from(values) : Uint16Array.from(values);
}

export const madeImage = (pixels: Uint8Array | Uint16Array | Int16Array, more: MadeElements = {}): Buffer =>
  writeDicom({ elements: { ...imageElements(16, 16, pixels), ...more } });

export const read = (bytes: Uint8Array): Promise<DicomImage> => readDicom(bytes, 'made.dcm');

/** @throws when it does not fail, or fails without an AppError */
export async function failureOf(reading: Promise<unknown>): Promise<AppError> {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return error;
}
