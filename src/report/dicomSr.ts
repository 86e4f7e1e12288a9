// A report as a DICOM Basic Text SR (PS3.3, section A.35.1), as a file (PS3.10). Nothing is taken from the films'
// headers: identifiers are made of the study's own name, and patient data is there only when a person asked for it.
import { encodeDataset, sequence, text, type Dataset, type Element } from './dicom/dataset.ts';
import { contentTree } from './dicom/content.ts';
import { utf8 } from './dicom/utf8.ts';
import { date, moment, personName, shortText, uidOf } from './dicom/values.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { ExportOptions } from './outline.ts';
import type { Patient, Report } from './report.ts';
import type { Sha256 } from './sign.ts';

export interface DicomSrOptions extends ExportOptions {
  /** When it is written: ISO 8601 with seconds and offset. */
  readonly at: string;
  /** The study's UID in the archive, where a person asked for the original; else one of our own is made. */
  readonly studyInstanceUid?: string;
}

const basicTextSr = '1.2.840.10008.5.1.4.1.1.88.11';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
/** The whole file, from the preamble on. */
export function toDicomSr(report: Report, options: DicomSrOptions, sha256: Sha256): Uint8Array {
  const instance = uidOf(`report ${canonicalJson(report)} ${options.at}`, sha256);
  const meta = encodeDataset([
    { tag: 0x00020001, vr: 'OB', value: [0, 1] },
    text(0x00020002, 'UI', basicTextSr),
    text(0x00020003, 'UI', instance),
    text(0x00020010, 'UI', explicitLittleEndian),
    text(0x00020012, 'UI', uidOf('Ekphrasis', sha256)),
    text(0x00020013, 'SH', 'EKPHRASIS'),
  ]);
  return Uint8Array.from([
    ...Array.from({ length: 128 }, () => 0),
    ...utf8('DICM'),
    ...encodeDataset([{ tag: 0x00020000, vr: 'UL', value: meta.length }]),
    ...meta,
    ...encodeDataset(dataset(report, options, instance, sha256)),
  ]);
}

function dataset(report: Report, options: DicomSrOptions, instance: string, sha256: Sha256): Dataset {
  const { status, signature, study, model } = report;
  const written = moment(signature?.at ?? options.at);
  const patient = options.includePatient ? report.patient : undefined;
  const studyUid = options.studyInstanceUid ?? uidOf(`study ${study.uid}`, sha256);
  return inOrder([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', basicTextSr),
    text(0x00080018, 'UI', instance),
    text(0x00080020, 'DA', ''),
    text(0x00080023, 'DA', written.date),
    text(0x00080030, 'TM', ''),
    text(0x00080033, 'TM', written.time),
    text(0x00080050, 'SH', ''),
    text(0x00080060, 'CS', 'SR'),
    text(0x00080070, 'LO', 'Ekphrasis'),
    text(0x00080090, 'PN', ''),
    text(0x00080201, 'SH', written.offset),
    text(0x0008103e, 'LO', status === 'draft' ? 'DRAFT chest X-ray report' : 'Chest X-ray report'),
    sequence(0x00081111),
    ...patientModule(patient),
    ...(model === undefined ? [] : [text(0x00181020, 'LO', shortText(model))]),
    text(0x0020000d, 'UI', studyUid),
    text(0x0020000e, 'UI', uidOf(`series ${study.uid}`, sha256)),
    text(0x00200010, 'SH', ''),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', '1'),
    ...verification(report),
    ...contentTree(report, options, sha256),
  ]);
}

/** The patient, or the word that there is none in it (PS3.3, sections C.7.1.1 and C.12.1). */
function patientModule(patient: Patient | undefined): Dataset {
  const sexes = { '': '', female: 'F', male: 'M', other: 'O' } as const;
  return [
    text(0x00100010, 'PN', personName(patient?.name ?? '')),
    text(0x00100020, 'LO', shortText(patient?.id ?? '')),
    text(0x00100030, 'DA', date(patient?.birthDate ?? '')),
    text(0x00100040, 'CS', sexes[patient?.sex ?? '']),
    ...(patient === undefined
      ? [text(0x00120062, 'CS', 'YES'), text(0x00120063, 'LO', 'Written without patient data')]
      : []),
  ];
}

/** SR Document General (PS3.3, section C.17.2): a signed report is complete and verified by who signed it. */
function verification({ signature, addenda }: Report): Dataset {
  const signatures = [signature, ...addenda.map((addendum) => addendum.signature)].flatMap(
    (one) => one ?? [],
  );
  return [
    ...(signatures.length === 0
      ? []
      : [
          sequence(
            0x0040a073,
            ...signatures.map((one) => [
              text(0x0040a027, 'LO', 'Not stated'),
              text(0x0040a030, 'DT', moment(one.at).dateTime),
              text(0x0040a075, 'PN', personName(one.author)),
              sequence(0x0040a088),
            ]),
          ),
        ]),
    sequence(0x0040a372),
    text(0x0040a491, 'CS', signature === undefined ? 'PARTIAL' : 'COMPLETE'),
    text(0x0040a492, 'LO', signature === undefined ? 'DRAFT, not signed' : 'Signed'),
    text(0x0040a493, 'CS', signature === undefined ? 'UNVERIFIED' : 'VERIFIED'),
    text(0x0040a496, 'CS', signature === undefined ? 'PRELIMINARY' : 'FINAL'),
  ];
}

const inOrder = (elements: readonly Element[]): Dataset => elements.toSorted((a, b) => a.tag - b.tag);
