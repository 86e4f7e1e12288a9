// The lookup tables of a DICOM file (PS3.3 C.11.1.1.1, C.11.2.1.1): descriptor and data of a sequence's item.
import type { DataSet } from 'dicom-parser';
import type { GreyTable } from '../greyImage.ts';
import { textOf } from './parseDicom.ts';
import { must } from './problems.ts';

/**
 * @param item of a modality or VOI LUT sequence
 * @param signed whether pixels are: decides over the sign of the first value where the file does not name it
 */
export function readLookupTable(item: DataSet, signed: boolean): GreyTable {
  const descriptor = 'x00283002';
  const [count, first, bits] = [0, 1, 2].map((i) => item.uint16(descriptor, i));
  must(count !== undefined && first !== undefined && bits !== undefined, 'a lookup table without descriptor');
  must(bits >= 1 && bits <= 16, `a lookup table of ${bits} bits`);
  const representation = item.elements[descriptor]?.vr;
  const isSigned = representation === undefined ? signed : representation === 'SS';
  const data = item.elements['x00283006'];
  must(data !== undefined, 'a lookup table without data');
  // 65,536 does not fit into 16 bits, and is written as 0.
  const length = count === 0 ? 65_536 : count;
  // Entries of 8 bits may lie two in a word.
  const packed = bits <= 8 && data.length < length * 2;
  must(data.length >= (packed ? length : length * 2), 'a lookup table ends too soon');
  const entries = Uint16Array.from({ length }, (_, i) =>
    packed
      ? (item.byteArray[data.dataOffset + i] ?? 0)
      : item.byteArrayParser.readUint16(item.byteArray, data.dataOffset + i * 2),
  );
  return {
    kind: 'table',
    first: isSigned && first > 32_767 ? first - 65_536 : first,
    entries,
    bits,
    name: textOf(item, 'x00283003'),
  };
}
