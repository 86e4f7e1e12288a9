// The photo captioner: encoder, tags, co-attention and word LSTM put together, for inference.
import type { CaptionOptions, CaptionResult, StageTimes } from './caption.ts';

/** Interleaved 8-bit sRGB, `inputSize` pixels square: data has inputSize * inputSize * 3 bytes. */
export interface EncoderInput {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface Captioner {
  /** Name and content hash, e.g. `photo-captioner@1f3a9c2b`. */
  readonly model: string;
  /** Side of the square input in pixels (224); pictures are squashed to it. */
  readonly inputSize: number;
  /** Captions a batch of pictures; results in the same order. `ms` is for the whole batch. */
  caption(
    images: readonly EncoderInput[],
    options: CaptionOptions,
  ): Promise<{ readonly results: readonly CaptionResult[]; readonly ms: Omit<StageTimes, 'decode'> }>;
  dispose(): void;
}
