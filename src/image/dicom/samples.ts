// Decoded pixels before they have a meaning.

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel, side by side in `values`. */
  readonly components: number;
  /** Bits of a sample. */
  readonly bits: number;
  /** True when the decoder has already turned luma and chroma into red, green and blue. */
  readonly rgb?: true;
  readonly values: Uint8Array | Int8Array | Uint16Array | Int16Array;
}
