// A DICOM file without whom it is of: the Basic Application Level Confidentiality Profile of PS3.15 annex E.
import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { DataSet, Element } from 'dicom-parser';
import { profileAction, type ProfileAction } from './confidentialityProfile.ts';
import {
  elementBytes,
  encapsulatedBytes,
  sequenceBytes,
  textBytes,
  type ElementForm,
} from './elementBytes.ts';
import { textOf, type DicomFile } from './parseDicom.ts';
import { deflated } from './transferSyntax.ts';
import { withDicom } from './withDicom.ts';

/** Names this program as a writer of DICOM files (PS3.7 D.3.3.2). */
export const implementationClassUid = '2.25.85607959709986175003858121417451468691';
export const implementationVersion = 'EKPHRASIS';

/** Gives another UID for a UID, the same for the same. */
export type ReplaceUid = (uid: string) => string;

/** One for all files that are exported together keeps what belongs together together. */
export function uidReplacer(uuid: () => string = randomUUID): ReplaceUid {
  const replaced = new Map<string, string>();
  return (uid) => {
    const known = replaced.get(uid) ?? `2.25.${BigInt(`0x${uuid().replaceAll('-', '')}`)}`;
    replaced.set(uid, known);
    return known;
  };
}

/**
 * Removes, empties or replaces what table E.1-1 names, and all that is private, an overlay, or not understood. Pixels
 * stay as they are: text that is burned into them is not looked for (`XrayHeader.burnedInText`).
 * @param name what messages call the file
 * @returns a whole file in the same transfer syntax
 * @throws AppError image/damaged
 */
export async function deidentifyDicom(
  bytes: Uint8Array,
  name: string,
  replaceUid: ReplaceUid = uidReplacer(),
): Promise<Uint8Array> {
  return await withDicom(bytes, name, (file) => {
    const { dataSet, transferSyntax } = file;
    const parts = cleaned(dataSet, file, replaceUid);
    for (const [tag, part] of statements(file)) parts.set(tag, part);
    const content = Buffer.concat([...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part));
    const written = transferSyntax === deflated ? evenLength(deflateRawSync(content)) : content;
    return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), groupTwo(file, replaceUid), written]);
  });
}

/** The elements that stay, by tag. */
function cleaned(dataSet: DataSet, form: ElementForm, replaceUid: ReplaceUid): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (const element of Object.values(dataSet.elements)) {
    const tag = element.tag.slice(1);
    // The end of an item is no element of it.
    if (tag.startsWith('fffe')) continue;
    const action = profileAction(tag);
    const part = cleanedElement(dataSet, element, action, form, replaceUid);
    if (part !== undefined) parts.set(tag, part);
  }
  return parts;
}

function cleanedElement(
  dataSet: DataSet,
  element: Element,
  action: ProfileAction | undefined,
  form: ElementForm,
  replaceUid: ReplaceUid,
): Buffer | undefined {
  const tag = element.tag.slice(1);
  // Elements inside of one of unknown representation are implicit, whatever the file is.
  const own: ElementForm = { ...form, explicit: element.vr !== undefined };
  const vr = element.vr ?? action?.vr ?? 'UN';
  const write = (value: Uint8Array): Buffer => elementBytes(tag, vr, value, own);
  const isSequence = element.items !== undefined;
  switch (action?.kind) {
    case 'remove':
      return undefined;
    case 'empty':
      return write(Buffer.alloc(0));
    case 'dummy':
      return isSequence || vr === 'SQ'
        ? sequenceBytes(tag, vr, [Buffer.alloc(0)], own)
        : write(dummy(vr, replaceUid));
    case 'uid': {
      const uids = (textOf(dataSet, element.tag) ?? '').split('\\');
      return write(textBytes(uids.map((uid) => (uid === '' ? '' : replaceUid(uid))).join('\\'), 'UI'));
    }
    case 'inside':
    case undefined:
  }
  if (element.items !== undefined) {
    const items = element.items.map((item) =>
      item.dataSet === undefined
        ? Buffer.alloc(0)
        : Buffer.concat([...cleaned(item.dataSet, form, replaceUid).values()]),
    );
    return sequenceBytes(tag, vr, items, own);
  }
  const valueOf = (start: number, length: number): Uint8Array =>
    dataSet.byteArray.subarray(start, start + length);
  if (element.fragments !== undefined) {
    const fragments = element.fragments.map(({ position, length }) => valueOf(position, length));
    return encapsulatedBytes(tag, fragments, own);
  }
  // Nobody can tell what it says.
  if (element.vr === 'UN' || element.hadUndefinedLength === true) return undefined;
  return write(evenLength(valueOf(element.dataOffset, element.length)));
}

const text = (tag: string, vr: string, value: string, form: ElementForm): [string, Buffer] => [
  tag,
  elementBytes(tag, vr, textBytes(value, vr), form),
];

/** What a file says of itself that was treated so (PS3.15 E.1.1, PS3.3 C.12.1). */
function statements(form: ElementForm): readonly [string, Buffer][] {
  const method = 'Basic Application Confidentiality Profile';
  const code = Buffer.concat([
    text('00080100', 'SH', '113100', form)[1],
    text('00080102', 'SH', 'DCM', form)[1],
    text('00080104', 'LO', method, form)[1],
  ]);
  return [
    text('00120062', 'CS', 'YES', form),
    text('00120063', 'LO', method, form),
    ['00120064', sequenceBytes('00120064', 'SQ', [code], form)],
    text('00280303', 'CS', 'REMOVED', form),
  ];
}

/** Group 2 without who sent or received the file. */
function groupTwo({ meta, transferSyntax }: DicomFile, replaceUid: ReplaceUid): Buffer {
  const form: ElementForm = { explicit: true, littleEndian: true };
  const instance = textOf(meta, 'x00020003');
  const content = Buffer.concat([
    elementBytes('00020001', 'OB', Buffer.from([0, 1]), form),
    text('00020002', 'UI', textOf(meta, 'x00020002') ?? '', form)[1],
    text('00020003', 'UI', instance === undefined ? '' : replaceUid(instance), form)[1],
    text('00020010', 'UI', transferSyntax, form)[1],
    text('00020012', 'UI', implementationClassUid, form)[1],
    text('00020013', 'SH', implementationVersion, form)[1],
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([elementBytes('00020000', 'UL', length, form), content]);
}

const dummyTexts: Readonly<Record<string, string>> = {
  AE: 'REMOVED',
  AS: '000Y',
  CS: 'REMOVED',
  DA: '19000101',
  DT: '19000101000000',
  LO: 'REMOVED',
  LT: 'REMOVED',
  PN: 'REMOVED',
  SH: 'REMOVED',
  ST: 'REMOVED',
  TM: '000000',
  UC: 'REMOVED',
  UR: 'urn:removed',
  UT: 'REMOVED',
};

/** A value that says nothing, in the form that the representation asks for. */
function dummy(vr: string, replaceUid: ReplaceUid): Buffer {
  if (vr === 'UI') return textBytes(replaceUid(''), 'UI');
  return textBytes(dummyTexts[vr] ?? '\0\0\0\0\0\0\0\0', vr);
}

const evenLength = (bytes: Uint8Array): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
