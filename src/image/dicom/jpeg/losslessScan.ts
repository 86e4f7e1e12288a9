// Lossless JPEG (process 14): each sample is a neighbour's prediction plus a coded difference. ITU-T T.81 annex H.
import { must } from '../problems.ts';
import type { JpegScan } from './decodeJpeg.ts';

/** Decodes a scan into `values`: width * height * components of the frame, samples of a pixel side by side. */
export function losslessScan(scan: JpegScan, values: Uint16Array): void {
  const { frame, components, bits, restartInterval, pointTransform } = scan;
  const { width, height, precision } = frame;
  const stride = frame.components.length;
  const rowLength = width * stride;
  must(restartInterval % width === 0, 'restarts within a row');
  must(pointTransform < precision, 'a point transform beyond the bits');
  const rowsBetween = restartInterval / width;
  const predict = predictorOf(scan.predictor);
  const start = 1 << (precision - pointTransform - 1);
  for (let y = 0; y < height; y++) {
    const restarted = rowsBetween > 0 && y % rowsBetween === 0;
    if (restarted && y > 0) bits.restart(y / rowsBetween - 1);
    const first = restarted || y === 0;
    for (let x = 0; x < width; x++) {
      for (const { index, dcTable } of components) {
        const at = y * rowLength + x * stride + index;
        const left = values[at - stride] ?? 0;
        const above = values[at - rowLength] ?? 0;
        const prediction =
          x === 0
            ? first
              ? start
              : above
            : first
              ? left
              : predict(left, above, values[at - rowLength - stride] ?? 0);
        const size = bits.symbol(dcTable);
        must(size <= 16, 'a difference of more than 16 bits');
        // 16 stands for 32768 alone, without further bits.
        values[at] = prediction + (size === 16 ? 32_768 : bits.signed(size));
      }
    }
  }
  if (pointTransform > 0) {
    for (const { index } of components) {
      for (let at = index; at < values.length; at += stride) values[at] = (values[at] ?? 0) << pointTransform;
    }
  }
}

type Predictor = (left: number, above: number, aboveLeft: number) => number;

/** Table H.1. */
function predictorOf(selection: number): Predictor {
  const predictors: readonly Predictor[] = [
    (a) => a,
    (_a, b) => b,
    (_a, _b, c) => c,
    (a, b, c) => a + b - c,
    (a, b, c) => a + ((b - c) >> 1),
    (a, b, c) => b + ((a - c) >> 1),
    (a, b) => (a + b) >> 1,
  ];
  const predictor = predictors[selection - 1];
  must(predictor !== undefined, 'no such predictor');
  return predictor;
}
