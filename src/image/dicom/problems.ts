// What can be wrong with a DICOM file, thrown deep inside and turned into a sentence by readDicom.

/** Sound, but of a kind that is not read here. The message finishes the sentence "The file ...". */
export class UnsupportedDicom extends Error {
  /** What to do next. */
  readonly advice: string;
  constructor(message: string, advice = 'export the image as uncompressed DICOM or as PNG and try again') {
    super(message);
    this.advice = advice;
  }
}

/** Too many pixels. The message is the size, in words. */
export class TooLargeDicom extends Error {}

/** Stops the reading of what breaks the standard or ends too soon. */
export function must(condition: unknown, message: string): asserts condition {
  if (!(condition as boolean)) throw new RangeError(message);
}
