// Whose image it is, and of which study. Asked for by name alone, never logged, never part of an Xray.
import { decodedText } from './dicomText.ts';
import { textOf, type DicomFile } from './parseDicom.ts';
import { withDicom } from './withDicom.ts';

/** Patient data: shown to who opened the file, written into what they export, and nowhere else. */
export interface XrayIdentity {
  /** As written: family^given^middle^prefix^suffix. */
  readonly patientName: string | undefined;
  readonly patientId: string | undefined;
  /** YYYYMMDD, as all dates here. */
  readonly patientBirthDate: string | undefined;
  /** M, F or O. */
  readonly patientSex: string | undefined;
  readonly studyInstanceUid: string | undefined;
  readonly seriesInstanceUid: string | undefined;
  readonly sopInstanceUid: string | undefined;
  readonly sopClassUid: string | undefined;
  readonly studyId: string | undefined;
  readonly accessionNumber: string | undefined;
  readonly studyDate: string | undefined;
  /** HHMMSS, as far as known. */
  readonly studyTime: string | undefined;
  readonly studyDescription: string | undefined;
  readonly referringPhysician: string | undefined;
}

/**
 * Reads who and what a file is about; the pixels stay unread.
 * @param name what messages call the file
 * @throws AppError image/damaged
 */
export async function readDicomIdentity(bytes: Uint8Array, name: string): Promise<XrayIdentity> {
  return await withDicom(bytes, name, identityOf);
}

function identityOf({ dataSet }: DicomFile): XrayIdentity {
  return {
    patientName: decodedText(dataSet, 'x00100010'),
    patientId: decodedText(dataSet, 'x00100020'),
    patientBirthDate: textOf(dataSet, 'x00100030'),
    patientSex: textOf(dataSet, 'x00100040'),
    studyInstanceUid: textOf(dataSet, 'x0020000d'),
    seriesInstanceUid: textOf(dataSet, 'x0020000e'),
    sopInstanceUid: textOf(dataSet, 'x00080018'),
    sopClassUid: textOf(dataSet, 'x00080016'),
    studyId: decodedText(dataSet, 'x00200010'),
    accessionNumber: decodedText(dataSet, 'x00080050'),
    studyDate: textOf(dataSet, 'x00080020'),
    studyTime: textOf(dataSet, 'x00080030'),
    studyDescription: decodedText(dataSet, 'x00081030'),
    referringPhysician: decodedText(dataSet, 'x00080090'),
  };
}
