// A captioner that says how bright a picture is, so that a caption tells which picture it belongs to.
import type { CaptionOptions, CaptionResult } from '../../src/model/caption.ts';
import type { Captioner, EncoderInput } from '../../src/model/captioner.ts';

export interface FakeCaptioner extends Captioner {
  /** Sizes of the batches so far. */
  readonly batches: number[];
  disposed: boolean;
}

export function fakeCaptioner(before: () => Promise<void> = () => Promise.resolve()): FakeCaptioner {
  const batches: number[] = [];
  return {
    model: 'fake@00000000',
    inputSize: 8,
    batches,
    disposed: false,
    async caption(images, options) {
      batches.push(images.length);
      await before();
      return {
        results: images.map((image) => describe(image, options)),
        ms: { encode: 1, tags: 1, words: 1 },
      };
    },
    dispose() {
      this.disposed = true;
    },
  };
}

/** Dark pictures are hedged. */
function describe({ data }: EncoderInput, { nBest }: CaptionOptions): CaptionResult {
  const brightness = Math.round(data.reduce((sum, value) => sum + value, 0) / data.length);
  return {
    captions: Array.from({ length: nBest }, (_, i) => ({
      text: i === 0 ? `grey ${brightness}` : `grey ${brightness}, choice ${i + 1}`,
      words: [],
      probability: 1 / nBest,
    })),
    probability: brightness / 255,
    hedged: brightness < 64,
    tags: [
      { tag: 'grey', probability: 0.987654 },
      { tag: 'flat', probability: 0.5 },
    ],
    model: 'fake@00000000',
  };
}
