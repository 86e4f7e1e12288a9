// DICOM data sets as bytes: explicit VR, little endian, every length given (PS3.5, sections 7 and A.2). Only the value
// representations that a report needs, so it takes no library.
import { assert } from '../../errors.ts';
import { utf8 } from './utf8.ts';

/** Text; `UT` of any length, the others short. */
type TextVr = 'CS' | 'DA' | 'DT' | 'IS' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI' | 'UT';

/** One element. Its tag is group and element as one number, as 0x00100010. */
export type Element =
  | { readonly tag: number; readonly vr: TextVr; readonly value: string }
  | { readonly tag: number; readonly vr: 'SQ'; readonly items: readonly Dataset[] }
  | { readonly tag: number; readonly vr: 'UL'; readonly value: number }
  | { readonly tag: number; readonly vr: 'OB'; readonly value: readonly number[] };

/** In ascending order of tags. */
export type Dataset = readonly Element[];

export const text = (tag: number, vr: TextVr, value: string): Element => ({ tag, vr, value });
export const sequence = (tag: number, ...items: readonly Dataset[]): Element => ({ tag, vr: 'SQ', items });

const itemTag = 0xfffe_e000;
/** These carry a length of four bytes after two reserved ones. */
const longVrs: ReadonlySet<string> = new Set(['OB', 'SQ', 'UT']);

/** The bytes of a data set. Tags out of order are a bug. */
export function encodeDataset(dataset: Dataset): readonly number[] {
  let last = -1;
  return dataset.flatMap((element) => {
    assert(element.tag > last, `DICOM tags out of order at ${element.tag.toString(16)}`);
    last = element.tag;
    const value = encodeValue(element);
    const { tag, vr } = element;
    const head = [...u16(tag >>> 16), ...u16(tag & 0xffff), ...utf8(vr)];
    if (longVrs.has(vr)) return [...head, 0, 0, ...u32(value.length), ...value];
    assert(value.length < 0x1_0000, `DICOM value too long at ${tag.toString(16)}`);
    return [...head, ...u16(value.length), ...value];
  });
}

/** A value of even length, padded as its representation asks for. */
function encodeValue(element: Element): readonly number[] {
  switch (element.vr) {
    case 'SQ':
      return element.items.flatMap((item) => {
        const bytes = encodeDataset(item);
        return [...u16(itemTag >>> 16), ...u16(itemTag & 0xffff), ...u32(bytes.length), ...bytes];
      });
    case 'UL':
      return u32(element.value);
    case 'OB':
      return padded(element.value, 0);
    case 'UI':
      return padded(utf8(element.value), 0);
    case 'CS':
    case 'DA':
    case 'DT':
    case 'IS':
    case 'LO':
    case 'PN':
    case 'SH':
    case 'TM':
    case 'UT':
      return padded(utf8(element.value), 0x20);
  }
}

const padded = (bytes: readonly number[], padding: number): readonly number[] =>
  bytes.length % 2 === 0 ? bytes : [...bytes, padding];

const u16 = (value: number): readonly number[] => [value & 0xff, value >>> 8];
const u32 = (value: number): readonly number[] => [
  value & 0xff,
  (value >>> 8) & 0xff,
  (value >>> 16) & 0xff,
  value >>> 24,
];
