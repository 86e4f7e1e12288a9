// Captions a list of pictures in order: while the model works on a batch, the next ones are decoded.
import { availableParallelism } from 'node:os';
import { toFailure, type Failure } from '../errors.ts';
import type { FoundImage } from '../image/findImages.ts';
import type { DecodedImage } from '../image/image.ts';
import type { CaptionOptions, CaptionResult } from '../model/caption.ts';
import type { Captioner } from '../model/captioner.ts';

export type CaptionedFile =
  | {
      readonly kind: 'captioned';
      readonly path: string;
      readonly result: CaptionResult;
      /** Its decoding and its share of the batch. */
      readonly ms: number;
    }
  | { readonly kind: 'failed'; readonly path: string; readonly error: Failure };

export interface CaptionFilesParts {
  readonly captioner: Captioner;
  readonly decode: (path: string, signal: AbortSignal) => Promise<DecodedImage>;
  readonly options: CaptionOptions;
  /** Pictures given to the model at once, 1..16. */
  readonly batchSize: number;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Decoded ahead of the model; at 224 x 224 pixels each takes 150 kB. */
const aheadCount = 16;
const decodersAtOnce = Math.max(2, Math.min(4, availableParallelism()));

type Prepared =
  | { readonly kind: 'decoded'; readonly path: string; readonly image: DecodedImage; readonly ms: number }
  | Extract<CaptionedFile, { kind: 'failed' }>;

/** Ends early, without a word, when `signal` is aborted. */
export async function* captionFiles(
  files: readonly FoundImage[],
  parts: CaptionFilesParts,
): AsyncGenerator<CaptionedFile> {
  const prepared = prepareAhead(files, parts);
  const isStopped = (): boolean => parts.signal.aborted;
  try {
    for (;;) {
      const batch = await prepared.take();
      if (batch.length === 0 || isStopped()) return;
      const decoded = batch.filter((item) => item.kind === 'decoded');
      const startMs = parts.nowMs();
      const results =
        decoded.length === 0
          ? []
          : (
              await parts.captioner.caption(
                decoded.map(({ image }) => image),
                parts.options,
              )
            ).results;
      if (isStopped()) return;
      const shareMs = (parts.nowMs() - startMs) / Math.max(1, decoded.length);
      const resultOf = new Map(decoded.map((item, i) => [item, results[i]]));
      for (const item of batch) yield finished(item, resultOf, shareMs);
    }
  } finally {
    prepared.stop();
  }
}

function finished(
  item: Prepared,
  resultOf: ReadonlyMap<Prepared, CaptionResult | undefined>,
  shareMs: number,
): CaptionedFile {
  if (item.kind === 'failed') return item;
  const result = resultOf.get(item);
  if (result === undefined) throw new Error(`Bug: no caption came back for ${item.path}`);
  return { kind: 'captioned', path: item.path, result, ms: item.ms + shareMs };
}

interface Ahead {
  /** The next pictures in order: at least one, and what else is ready, up to a batch; none at the end. */
  take(): Promise<readonly Prepared[]>;
  stop(): void;
}

/** Decodes in the background, several at once, never further ahead than `aheadCount`. */
function prepareAhead(files: readonly FoundImage[], parts: CaptionFilesParts): Ahead {
  const stopped = new AbortController();
  const signal = AbortSignal.any([parts.signal, stopped.signal]);
  const waiting: { readonly promise: Promise<Prepared>; ready: boolean }[] = [];
  let started = 0;
  let working = 0;

  const fill = (): void => {
    while (started < files.length && waiting.length < aheadCount && working < decodersAtOnce) {
      const file = files[started++];
      if (file === undefined) return;
      working++;
      const slot = { promise: prepare(file, parts, signal), ready: false };
      void slot.promise.then(() => {
        slot.ready = true;
        working--;
        fill();
      });
      waiting.push(slot);
    }
  };

  return {
    async take() {
      fill();
      await waiting[0]?.promise;
      const notReady = waiting.findIndex(({ ready }) => !ready);
      const count = Math.min(parts.batchSize, notReady === -1 ? waiting.length : notReady);
      const batch = waiting.splice(0, count);
      // The room is used at once: decoding goes on while the model works.
      fill();
      return await Promise.all(batch.map(({ promise }) => promise));
    },
    stop: () => stopped.abort(),
  };
}

/** Never rejects. */
async function prepare(file: FoundImage, parts: CaptionFilesParts, signal: AbortSignal): Promise<Prepared> {
  const { path } = file;
  if (file.kind === 'failure') return { kind: 'failed', path, error: file.error };
  const startMs = parts.nowMs();
  try {
    const image = await parts.decode(path, signal);
    return { kind: 'decoded', path, image, ms: parts.nowMs() - startMs };
  } catch (error) {
    return { kind: 'failed', path, error: toFailure(error) };
  }
}
