// From the one frame of a file to samples, whatever its coding.
import dicomParser from 'dicom-parser';
import { decodeCornerstone } from './cornerstone.ts';
import { decodeJpeg } from './jpeg/decodeJpeg.ts';
import { readJpegFrame } from './jpeg/frame.ts';
import { pixelDataTag, type DicomFile } from './parseDicom.ts';
import type { PixelModule } from './pixelModule.ts';
import { must } from './problems.ts';
import { decodeRle } from './rle.ts';
import type { Samples } from './samples.ts';
import { pixelCodingOf } from './transferSyntax.ts';

/** @throws UnsupportedDicom; anything else for what is damaged */
export async function decodeFrame(file: DicomFile, pixels: PixelModule): Promise<Samples> {
  const coding = pixelCodingOf(file.transferSyntax);
  if (coding === 'none') return uncompressed(file, pixels);
  const bytes = encapsulated(file);
  if (coding === 'rle') return decodeRle(bytes, { ...pixels, bytesPerSample: pixels.bitsAllocated / 8 });
  if (coding === 'jpeg-2000') {
    checkShape(readJpeg2000Shape(bytes), pixels);
    return await decodeCornerstone('jpeg-2000', bytes);
  }
  const frame = readJpegFrame(bytes);
  checkShape({ ...frame, components: frame.components.length }, pixels);
  if (coding === 'jpeg-ls') return await decodeCornerstone('jpeg-ls', bytes);
  const ours = frame.marker === 0xc3 || frame.precision > 8;
  if (ours) return decodeJpeg(bytes);
  return await decodeCornerstone('jpeg', pixels.photometric === 'RGB' ? asRgb(bytes) : bytes);
}

/** Adobe's segment without a colour transform, which three unmarked colours would else be taken to have. */
const rgbSegment = Uint8Array.of(0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0);

/** The stream's own word on its colours, where it has one, comes later and counts. */
function asRgb(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, 2), rgbSegment, bytes.subarray(2)]);
}

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Before a codec sees the stream, which would take memory for whatever it announces. */
function checkShape(coded: Shape, announced: Shape): void {
  const said = ({ width, height, components }: Shape): string => `${width} x ${height} x ${components}`;
  must(said(coded) === said(announced), `${said(coded)} samples coded, ${said(announced)} announced`);
}

function encapsulated({ dataSet }: DicomFile): Uint8Array {
  const element = dataSet.elements[pixelDataTag];
  const count = element?.fragments?.length ?? 0;
  must(element !== undefined && count > 0, 'no coded picture');
  return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, 0, count);
}

function uncompressed({ dataSet, littleEndian }: DicomFile, pixels: PixelModule): Samples {
  const { width, height, components, bitsAllocated, photometric, planar } = pixels;
  const element = dataSet.elements[pixelDataTag];
  must(element !== undefined, 'no pixels');
  // Two pixels share their colours: Y Y Cb Cr.
  const shared = photometric === 'YBR_FULL_422';
  const perPixel = shared ? 2 : components;
  const count = width * height * perPixel;
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  must(bytes.length >= (count * bitsAllocated) / 8, 'pixels are missing');
  const values = bitsAllocated === 8 ? new Uint8Array(count) : new Uint16Array(count);
  if (bitsAllocated === 16) {
    const data = new DataView(bytes.buffer, bytes.byteOffset, count * 2);
    for (let i = 0; i < count; i++) values[i] = data.getUint16(i * 2, littleEndian);
  } else if (!littleEndian && element.vr === 'OW') {
    // Bytes in words, whose order is turned round.
    for (let i = 0; i < count; i++) values[i] = bytes[i ^ 1] ?? 0;
  } else {
    values.set(bytes.subarray(0, count));
  }
  const samples = { width, height, components: perPixel, bits: bitsAllocated };
  if (shared) return { ...samples, components: 1, values: lumaOfPairs(values) };
  return { ...samples, values: planar && components > 1 ? sideBySide(values, components) : values };
}

/** Only brightness is wanted: Y Y Cb Cr becomes Y Y. */
function lumaOfPairs(values: Uint8Array | Uint16Array): Uint8Array {
  return Uint8Array.from({ length: values.length / 2 }, (_, i) => values[(i >> 1) * 4 + (i & 1)] ?? 0);
}

function sideBySide(planes: Uint8Array | Uint16Array, components: number): Uint8Array | Uint16Array {
  const pixels = planes.length / components;
  const values = planes.slice();
  for (let component = 0; component < components; component++) {
    for (let i = 0; i < pixels; i++) values[i * components + component] = planes[component * pixels + i] ?? 0;
  }
  return values;
}

/** The image and tile size marker of a codestream, alone or in a JP2 file: ITU-T T.800 A.5.1. */
function readJpeg2000Shape(bytes: Uint8Array): Shape {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(
    Uint8Array.of(0xff, 0x4f, 0xff, 0x51),
  );
  must(at >= 0 && at + 42 <= bytes.length, 'no JPEG 2000 codestream');
  const data = new DataView(bytes.buffer, bytes.byteOffset + at + 8, 34);
  return {
    width: data.getUint32(0) - data.getUint32(8),
    height: data.getUint32(4) - data.getUint32(12),
    components: data.getUint16(32),
  };
}
