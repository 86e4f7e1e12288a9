// Sequential DCT of one component, up to 12 bits a sample (processes 2 and 4). ITU-T T.81 annexes A and F.
import { must } from '../problems.ts';
import type { JpegScan } from './decodeJpeg.ts';

/** Places in a block of 8 x 8, in the order in which they are coded (figure A.6). */
const zigzag = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48],
  ...[41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23],
  ...[30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
);

/** cosines[x * 8 + u] = C(u) / 2 * cos((2x + 1) u pi / 16), A.3.3. */
const cosines = Float64Array.from({ length: 64 }, (_, i) => {
  const [x, u] = [i >> 3, i & 7];
  return ((u === 0 ? Math.SQRT1_2 : 1) / 2) * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

/** Decodes the only scan of the only component into `values`: width * height samples. */
export function dctScan(scan: JpegScan, values: Uint16Array): void {
  const { frame, components, bits, restartInterval } = scan;
  const { width, height, precision } = frame;
  const [component] = components;
  must(component !== undefined && precision <= 12, 'samples of more than 12 bits');
  const { dcTable, acTable, quantization } = component;
  const columns = Math.ceil(width / 8);
  const blocks = columns * Math.ceil(height / 8);
  const coefficients = new Float64Array(64);
  const samples = new Float64Array(64);
  const middle = 1 << (precision - 1);
  const largest = (1 << precision) - 1;
  let dc = 0;
  for (let block = 0; block < blocks; block++) {
    if (restartInterval > 0 && block > 0 && block % restartInterval === 0) {
      bits.restart(block / restartInterval - 1);
      dc = 0;
    }
    const dcSize = bits.symbol(dcTable);
    must(dcSize <= 15, 'a coefficient of more than 15 bits');
    dc += bits.signed(dcSize);
    coefficients.fill(0);
    coefficients[0] = dc * (quantization[0] ?? 0);
    let last = 0;
    for (let k = 1; k < 64; k++) {
      const code = bits.symbol(acTable);
      const size = code & 15;
      if (size === 0 && code >> 4 < 15) break;
      k += code >> 4;
      must(k < 64, 'a block of more than 64 coefficients');
      if (size === 0) continue;
      coefficients[zigzag[k] ?? 0] = bits.signed(size) * (quantization[k] ?? 0);
      last = k;
    }
    if (last === 0) samples.fill(coefficients[0] / 8);
    else inverseDct(coefficients, samples);

    const left = (block % columns) * 8;
    const top = Math.floor(block / columns) * 8;
    const right = Math.min(left + 8, width);
    const bottom = Math.min(top + 8, height);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const sample = Math.round(samples[(y - top) * 8 + x - left] ?? 0) + middle;
        values[y * width + x] = Math.min(Math.max(sample, 0), largest);
      }
    }
  }
}

const rows = new Float64Array(64);

/** The 8 x 8 inverse DCT, first along rows, then along columns. */
function inverseDct(coefficients: Float64Array, samples: Float64Array): void {
  for (let v = 0; v < 64; v += 8) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u < 8; u++) sum += (coefficients[v + u] ?? 0) * (cosines[x * 8 + u] ?? 0);
      rows[v + x] = sum;
    }
  }
  for (let x = 0; x < 8; x++) {
    for (let y = 0; y < 8; y++) {
      let sum = 0;
      for (let v = 0; v < 8; v++) sum += (rows[v * 8 + x] ?? 0) * (cosines[y * 8 + v] ?? 0);
      samples[y * 8 + x] = sum;
    }
  }
}
