// A DICOM file taken apart: where each element lies, and its values by name. PS3.10, PS3.5.
import { inflateRawSync } from 'node:zlib';
import dicomParser, { type ByteArrayParser, type DataSet } from 'dicom-parser';
import { isDicom } from './isDicom.ts';
import { must } from './problems.ts';
import { deflated, explicitBigEndian, implicitLittleEndian } from './transferSyntax.ts';

export interface DicomFile {
  /** Group 2, by which the rest is read. */
  readonly meta: DataSet;
  readonly transferSyntax: string;
  /** Whether elements name their value representation. */
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  /** Offsets count in `dataSet.byteArray`: the file, or what it inflates to. */
  readonly dataSet: DataSet;
}

/** Of these the parser's types know too little. */
type MetaDataSet = DataSet & { readonly position: number };
const { DataSet: DataSetOf } = dicomParser as unknown as {
  readonly DataSet: new (parser: ByteArrayParser, bytes: Uint8Array, elements: object) => DataSet;
};

export const pixelDataTag = 'x7fe00010';

/** A deflated file of more than this is refused. */
const maxInflatedBytes = 512 * 1024 * 1024;

/**
 * Takes a file apart without reading its pixels.
 * @throws whatever for what is damaged: the parser throws strings, too
 */
export function parseDicom(bytes: Uint8Array): DicomFile {
  must(isDicom(bytes), 'no DICOM file');
  // Group 2 is always explicit, little endian and in the open, whatever comes after it.
  const meta = dicomParser.readPart10Header(bytes) as MetaDataSet;
  const transferSyntax = textOf(meta, 'x00020010');
  must(transferSyntax !== undefined, 'no transfer syntax');
  const littleEndian = transferSyntax !== explicitBigEndian;
  const isDeflated = transferSyntax === deflated;
  const content = isDeflated
    ? inflateRawSync(bytes.subarray(meta.position), { maxOutputLength: maxInflatedBytes })
    : bytes;
  const start = isDeflated ? 0 : meta.position;
  const { littleEndianByteArrayParser, bigEndianByteArrayParser } = dicomParser;
  const parser = littleEndian ? littleEndianByteArrayParser : bigEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(parser, content, start);
  const dataSet = new DataSetOf(parser, content, {});
  dataSet.warnings = [];
  // Some programs write implicit elements and announce explicit ones.
  const explicit = transferSyntax !== implicitLittleEndian && hasRepresentation(content, start);
  const options = { untilTag: pixelDataTag };
  if (explicit) dicomParser.parseDicomDataSetExplicit(dataSet, stream, content.length, options);
  else dicomParser.parseDicomDataSetImplicit(dataSet, stream, content.length, options);
  // What comes after the pixels is padding, or signs what stands before them.
  const pixelData = dataSet.elements[pixelDataTag];
  if (pixelData?.hadUndefinedLength === true) dicomParser.findEndOfEncapsulatedElement(stream, pixelData);
  else if (pixelData !== undefined) stream.seek(pixelData.length);
  // The parser lets a last value reach beyond the end.
  must(stream.position <= content.length, 'the file ends too soon');
  return { meta, transferSyntax, explicit, littleEndian, dataSet };
}

/** Two capital letters after the first tag, or no element at all. */
const hasRepresentation = (content: Uint8Array, start: number): boolean =>
  content.length <= start || [4, 5].every((i) => /[A-Z]/.test(String.fromCharCode(content[start + i] ?? 0)));

/** The text of an element of VR AE, AS, CS, DA, IS, LO, SH, TM or UI; undefined where it is absent or empty. */
export function textOf(dataSet: DataSet, tag: string, index?: number): string | undefined {
  const text = dataSet.string(tag, index)?.replaceAll('\0', '').trim();
  return text === undefined || text === '' ? undefined : text;
}

/** The numbers of an element of VR DS or IS; what is no number is left out. */
export function numbersOf(dataSet: DataSet, tag: string): readonly number[] {
  const count = dataSet.numStringValues(tag) ?? 0;
  return Array.from({ length: count }, (_, i) => Number(textOf(dataSet, tag, i) ?? 'none')).filter((value) =>
    Number.isFinite(value),
  );
}

/** The items of a sequence; none where it is absent. */
export const itemsOf = (dataSet: DataSet, tag: string): readonly DataSet[] =>
  (dataSet.elements[tag]?.items ?? []).flatMap((item) => (item.dataSet === undefined ? [] : [item.dataSet]));
