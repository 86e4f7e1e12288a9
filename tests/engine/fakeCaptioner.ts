// A captioner for tests: says which colour a picture has, when it is let.
import type { CaptionOptions, CaptionResult } from '../../src/model/caption.ts';
import type { Captioner, EncoderInput } from '../../src/model/captioner.ts';
import { createGate } from './gate.ts';

export interface FakeCaptioner extends Captioner {
  /** Names of the colours of each batch that was asked for, in order. */
  readonly batches: (readonly string[])[];
  /** From now on calls wait for `let`. */
  hold(): void;
  /** Lets waiting and future calls go on. */
  let(): void;
  /** Resolves when a call has come in that is waiting. */
  called(): Promise<void>;
  disposed: boolean;
}

export interface FakeOptions {
  readonly model?: string;
  /** Throws, or not, before a batch is captioned. */
  readonly before?: (colours: readonly string[]) => void;
}

/** The name of a picture's colour, as `#rrggbb` rounded to 16 levels a channel: WebP and JPEG change it a little. */
export function colourOf({ data, width, height }: EncoderInput): string {
  const at = 3 * (Math.floor(height / 2) * width + Math.floor(width / 2));
  const level = (channel: number): string =>
    Math.min(15, Math.round((data[at + channel] ?? 0) / 17)).toString(16);
  return `#${level(0)}${level(1)}${level(2)}`;
}

export function createFakeCaptioner({ model = 'fake@1', before }: FakeOptions = {}): FakeCaptioner {
  const batches: (readonly string[])[] = [];
  let gate = createGate();
  gate.open();
  let arrival = createGate();

  const fake: FakeCaptioner = {
    model,
    inputSize: 8,
    batches,
    disposed: false,
    hold() {
      gate = createGate();
    },
    let() {
      gate.open();
    },
    called: () => arrival.opened,
    async caption(images, options) {
      const colours = images.map(colourOf);
      batches.push(colours);
      arrival.open();
      await gate.opened;
      arrival = createGate();
      before?.(colours);
      return {
        results: colours.map((colour) => resultOf(colour, model, options)),
        ms: { encode: 1, tags: 1, words: 1 },
      };
    },
    dispose() {
      fake.disposed = true;
    },
  };
  return fake;
}

function resultOf(colour: string, model: string, { beam, nBest }: CaptionOptions): CaptionResult {
  const attention = Array.from({ length: 49 }, (_, i) => (i === 24 ? 1 : 0));
  const captions = Array.from({ length: nBest }, (_, i) => ({
    text: i === 0 ? `a ${colour} picture` : `a ${colour} picture, said in way ${i} of ${beam}`,
    words: ['a', colour, 'picture'].map((text) => ({ text, probability: 0.5, attention })),
    probability: 1 / nBest,
  }));
  return { captions, probability: 0.6, hedged: false, tags: [{ tag: colour, probability: 0.9 }], model };
}
