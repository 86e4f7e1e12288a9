// JPEG streams that the shipped codec does not read: sequential DCT of more than 8 bits, and lossless. ITU-T T.81.
import { must, UnsupportedDicom } from '../problems.ts';
import type { Samples } from '../samples.ts';
import { BitReader, huffmanTable, type HuffmanTable } from './bits.ts';
import { dctScan } from './dctScan.ts';
import { readJpegFrame, readSegment, type JpegComponent, type JpegFrame } from './frame.ts';
import { losslessScan } from './losslessScan.ts';

/** What a scan is decoded with. */
export interface JpegScan {
  readonly frame: JpegFrame;
  readonly components: readonly ScanComponent[];
  readonly bits: BitReader;
  /** Units of coding between restart markers; 0 for none. */
  readonly restartInterval: number;
  /** Ss and Al: the predictor and the point transform of a lossless scan. */
  readonly predictor: number;
  readonly pointTransform: number;
}

export interface ScanComponent {
  /** Its place in the frame, and so among a pixel's samples. */
  readonly index: number;
  readonly dcTable: HuffmanTable;
  readonly acTable: HuffmanTable;
  /** 64 steps in zigzag order. */
  readonly quantization: Uint16Array;
}

const noCodes: HuffmanTable = new Uint16Array(65_536);
const noSteps = new Uint16Array(64);

/**
 * Decodes a whole stream: extended sequential (one component) or lossless (one component, or several of one size).
 * @returns samples of a pixel side by side
 * @throws UnsupportedDicom for other processes, RangeError for what is damaged
 */
export function decodeJpeg(bytes: Uint8Array): Samples {
  const frame = readJpegFrame(bytes);
  const { width, height, precision, components } = frame;
  const lossless = frame.marker === 0xc3;
  checkProcess(frame, lossless);
  const values = new Uint16Array(width * height * components.length);
  const dcTables: HuffmanTable[] = [];
  const acTables: HuffmanTable[] = [];
  const quantization: Uint16Array[] = [];
  const seen = new Set<number>();
  let restartInterval = 0;
  let position = 0;
  for (;;) {
    const segment = readSegment(bytes, position);
    if (segment === undefined) break;
    const { marker, data } = segment;
    position = segment.end;
    if (marker === 0xc4) readHuffmanTables(data, dcTables, acTables);
    else if (marker === 0xdb) readQuantization(data, quantization);
    else if (marker === 0xdd) restartInterval = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    else if (marker === 0xda) {
      const count = data[0] ?? 0;
      must(count >= 1 && data.length >= 4 + count * 2, 'a scan header is too short');
      const chosen = Array.from({ length: count }, (_, i): ScanComponent => {
        const index = components.findIndex(({ id }) => id === data[1 + i * 2]);
        const component = components[index];
        must(component !== undefined && !seen.has(index), 'a scan of no component, or of one twice');
        seen.add(index);
        const tables = data[2 + i * 2] ?? 0;
        return {
          index,
          dcTable: dcTables[tables >> 4] ?? noCodes,
          acTable: acTables[tables & 15] ?? noCodes,
          quantization: quantization[component.quantization] ?? noSteps,
        };
      });
      const bits = new BitReader(bytes, position);
      const [predictor = 0, , approximation = 0] = data.subarray(1 + count * 2);
      const scan = {
        frame,
        components: chosen,
        bits,
        restartInterval,
        predictor,
        pointTransform: approximation & 15,
      };
      if (lossless) losslessScan(scan, values);
      else dctScan(scan, values);
      // All is there: what comes after it, or is missing of it, changes nothing.
      if (seen.size === components.length) break;
      position = bits.markerPosition();
    }
  }
  must(seen.size === components.length, 'a component is missing');
  return { width, height, components: components.length, bits: precision, values };
}

function checkProcess(frame: JpegFrame, lossless: boolean): void {
  const { marker, precision, width, height, components } = frame;
  if (!lossless && marker !== 0xc0 && marker !== 0xc1) {
    throw new UnsupportedDicom('is coded as a rare kind of JPEG (progressive, hierarchical or arithmetic)');
  }
  if (!lossless && components.length > 1) {
    throw new UnsupportedDicom('is a colour JPEG of more than 8 bits');
  }
  const oneSize = components.every((component: JpegComponent) => {
    return (
      component.horizontal === components[0]?.horizontal && component.vertical === components[0].vertical
    );
  });
  if (!oneSize) throw new UnsupportedDicom('is a lossless JPEG whose colours differ in size');
  must(width > 0 && height > 0 && precision >= 2 && precision <= 16, 'no pixels');
}

function readHuffmanTables(data: Uint8Array, dcTables: HuffmanTable[], acTables: HuffmanTable[]): void {
  for (let at = 0; at < data.length;) {
    const kind = data[at] ?? 0;
    const counts = data.subarray(at + 1, at + 17);
    const codes = counts.reduce((sum, count) => sum + count, 0);
    must(at + 17 + codes <= data.length, 'a Huffman table is too short');
    const table = huffmanTable(counts, data.subarray(at + 17, at + 17 + codes));
    (kind >> 4 === 0 ? dcTables : acTables)[kind & 15] = table;
    at += 17 + codes;
  }
}

function readQuantization(data: Uint8Array, tables: Uint16Array[]): void {
  for (let at = 0; at < data.length;) {
    const kind = data[at] ?? 0;
    const bytes = kind >> 4 === 0 ? 1 : 2;
    must(at + 1 + 64 * bytes <= data.length, 'a quantization table is too short');
    const steps = data.subarray(at + 1, at + 1 + 64 * bytes);
    tables[kind & 15] = Uint16Array.from({ length: 64 }, (_, i) =>
      bytes === 1 ? (steps[i] ?? 0) : ((steps[2 * i] ?? 0) << 8) | (steps[2 * i + 1] ?? 0),
    );
    at += 1 + 64 * bytes;
  }
}
