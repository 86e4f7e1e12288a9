// Lossless JPEG comes back as it went in; the other codings by streams that the codecs' own encoders write.
import { describe, expect, test } from 'vitest';
import { decodeJpeg } from '../../../src/image/dicom/jpeg/decodeJpeg.ts';
import { encodeLosslessJpeg } from '../../fixtures/dicom/losslessJpeg.ts';

/** Smooth, with noise and all extremes. */
function picture(count: number, precision: number): Uint16Array {
  let state = 12_345;
  return Uint16Array.from({ length: count }, (_, i) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    if (i % 97 === 5) return 2 ** precision - 1;
    if (i % 89 === 7) return 0;
    return (((Math.sin(i / 40) + 1) / 2) * (2 ** precision - 1) + (state >>> 28)) & (2 ** precision - 1);
  });
}

describe('lossless JPEG', () => {
  const shape = { width: 37, height: 21, components: 1 };

  test.each(
    [1, 2, 3, 4, 5, 6, 7].flatMap((predictor) => [8, 12, 16].map((precision) => ({ predictor, precision }))),
  )('predictor $predictor, $precision bits', ({ predictor, precision }) => {
    const values = picture(shape.width * shape.height, precision);
    const coded = encodeLosslessJpeg({ ...shape, precision, values, predictor });
    expect(decodeJpeg(coded)).toEqual({ ...shape, bits: precision, values });
  });

  test('colours, restarts and a point transform', () => {
    const colours = { ...shape, components: 3 };
    const values = picture(shape.width * shape.height * 3, 12).map((value) => value & ~3);
    const coded = encodeLosslessJpeg({
      ...colours,
      precision: 12,
      values,
      predictor: 4,
      restartRows: 2,
      pointTransform: 2,
    });
    expect(decodeJpeg(coded)).toEqual({ ...colours, bits: 12, values });
  });

  test('a stream that ends too soon fails, wherever it ends', () => {
    const values = picture(shape.width * shape.height, 12);
    const coded = encodeLosslessJpeg({ ...shape, precision: 12, values, predictor: 1 });
    for (let length = 0; length < coded.length - 2; length++) {
      expect(() => decodeJpeg(coded.subarray(0, length)), `${length} bytes`).toThrow();
    }
  });
});
