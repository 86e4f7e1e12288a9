// DICOM files tell themselves by four letters after a preamble of 128 bytes (PS3.10 7.1).
import { hasText } from '../formats/format.ts';

/** @param head the first 133 bytes of a file, or more */
export const isDicom = (head: Uint8Array): boolean => head.length > 132 && hasText(head, 128, 'DICM');
