// Elements of a DICOM data set as bytes: PS3.5 7.1 and 7.5.

export interface ElementForm {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

/** Representations whose length takes four bytes. */
const longRepresentations = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
const undefinedLength = 0xffffffff;

/**
 * @param tag 'ggggeeee'
 * @param value of even length; of any length where `length` is given as undefined
 */
export function elementBytes(
  tag: string,
  vr: string,
  value: Uint8Array,
  form: ElementForm,
  length: number | undefined = value.length,
): Buffer {
  const { explicit, littleEndian } = form;
  const isLong = explicit && longRepresentations.has(vr);
  const header = Buffer.alloc(isLong ? 12 : 8);
  const data = new DataView(header.buffer, header.byteOffset, header.length);
  data.setUint16(0, parseInt(tag.slice(0, 4), 16), littleEndian);
  data.setUint16(2, parseInt(tag.slice(4), 16), littleEndian);
  if (explicit) header.write(vr, 4, 2, 'latin1');
  if (explicit && !isLong) data.setUint16(6, length, littleEndian);
  else data.setUint32(isLong ? 8 : 4, length, littleEndian);
  return Buffer.concat([header, value]);
}

/** Text of even length: UIDs are filled up with a zero, all else with a space. */
export function textBytes(text: string, vr: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === 'UI' ? '\0' : ' ')]);
}

const delimiters: ElementForm = { explicit: false, littleEndian: true };

/** A sequence of undefined length; its items are data sets, each already in bytes. */
export function sequenceBytes(
  tag: string,
  vr: string,
  items: readonly Uint8Array[],
  form: ElementForm,
): Buffer {
  const delimiter = (name: string, length: number): Buffer =>
    elementBytes(name, '', Buffer.alloc(0), { ...delimiters, littleEndian: form.littleEndian }, length);
  const content = items.flatMap((item) => [
    delimiter('fffee000', undefinedLength),
    item,
    delimiter('fffee00d', 0),
  ]);
  return elementBytes(tag, vr, Buffer.concat([...content, delimiter('fffee0dd', 0)]), form, undefinedLength);
}

/** Coded pixels: an empty offset table, then the fragments. */
export function encapsulatedBytes(tag: string, fragments: readonly Uint8Array[], form: ElementForm): Buffer {
  const items = [Buffer.alloc(0), ...fragments].map((fragment) =>
    elementBytes('fffee000', '', fragment, delimiters),
  );
  const end = elementBytes('fffee0dd', '', Buffer.alloc(0), delimiters);
  return elementBytes(tag, 'OB', Buffer.concat([...items, end]), form, undefinedLength);
}
