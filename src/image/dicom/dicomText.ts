// Text of a DICOM file in its own character set (PS3.3 C.12.1.1.2, PS3.5 6.1).
import type { DataSet } from 'dicom-parser';
import { textOf } from './parseDicom.ts';

/** Defined terms of Specific Character Set, and what `TextDecoder` calls them; with ISO 2022 escapes in the same words. */
const encodings: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'latin1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 192': 'utf-8',
  'ISO_IR 87': 'iso-2022-jp',
  'ISO_IR 159': 'iso-2022-jp',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 58': 'gb18030',
  GB18030: 'gb18030',
  GBK: 'gb18030',
};

/** The text of an element of any text VR, decoded; undefined where it is absent or empty. */
export function decodedText(dataSet: DataSet, tag: string): string | undefined {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0) return undefined;
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const text = new TextDecoder(encodingOf(dataSet))
    .decode(bytes)
    // Korean and Chinese are announced by an escape that their decoders do not know.
    .replaceAll(/\p{Cc}(?:\$\)[AC]|[()\-/][A-Z])/gu, '')
    .replaceAll('\0', '')
    .trim();
  return text === '' ? undefined : text;
}

/** Of several sets the last that is known: the first is often the default, and Latin letters are alike in all. */
function encodingOf(dataSet: DataSet): string {
  const count = dataSet.numStringValues('x00080005') ?? 0;
  const known = Array.from({ length: count }, (_, i) => {
    const term = (textOf(dataSet, 'x00080005', i) ?? '').replace(/^ISO 2022 IR /, 'ISO_IR ');
    return encodings[term];
  });
  return known.findLast((encoding) => encoding !== undefined) ?? 'latin1';
}
