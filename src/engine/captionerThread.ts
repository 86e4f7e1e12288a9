// The model on a thread of its own: a batch takes it half a second, in which the engine must still answer the window.
import { Worker } from 'node:worker_threads';
import { AppError, type Failure } from '../errors.ts';
import type { CaptionOptions } from '../model/caption.ts';
import type { Captioner, EncoderInput } from '../model/captioner.ts';
import type { OpenModel } from './modelState.ts';

export interface ToCaptioner {
  readonly id: number;
  readonly images: readonly EncoderInput[];
  readonly options: CaptionOptions;
}

export type Captioned = Awaited<ReturnType<Captioner['caption']>>;

export type FromCaptioner =
  | { readonly kind: 'opened'; readonly model: string; readonly inputSize: number; readonly backend: string }
  | { readonly kind: 'captioned'; readonly id: number; readonly captioned: Captioned }
  /** Of a request, or without `id` of opening. */
  | { readonly kind: 'failed'; readonly id?: number; readonly error: Failure };

interface Waiting {
  readonly resolve: (captioned: Captioned) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens a model folder on a thread of its own.
 * @param entry the thread's program: by default captionerWorker, beside this file or in the bundle
 * @throws AppError what openCaptioner throws; engine/stopped from `caption` when the thread is no more
 */
export function openCaptionerThread(modelFolder: string, entry: URL = workerEntry()): Promise<OpenModel> {
  const worker = new Worker(entry, { workerData: modelFolder });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: AppError | undefined;

  return new Promise<OpenModel>((resolve, reject) => {
    function end(cause?: unknown): void {
      ended ??= new AppError('engine/stopped', 'The model stopped while it was at work: choose Redo.', {
        cause,
      });
      reject(ended);
      for (const { reject: rejectOne } of waiting.values()) rejectOne(ended);
      waiting.clear();
    }

    function caption(images: readonly EncoderInput[], options: CaptionOptions): Promise<Captioned> {
      if (ended !== undefined) return Promise.reject(ended);
      return new Promise((resolveOne, rejectOne) => {
        lastId += 1;
        waiting.set(lastId, { resolve: resolveOne, reject: rejectOne });
        worker.postMessage({ id: lastId, images, options } satisfies ToCaptioner);
      });
    }

    worker.on('message', (message: FromCaptioner) => {
      if (message.kind === 'opened') {
        const { model, inputSize, backend } = message;
        const dispose = (): void => void worker.terminate();
        resolve({ captioner: { model, inputSize, caption, dispose }, backend });
      } else if (message.kind === 'captioned') {
        waiting.get(message.id)?.resolve(message.captioned);
        waiting.delete(message.id);
      } else {
        const { code, message: text } = message.error;
        const error = code === 'bug' ? new Error(text) : new AppError(code, text);
        if (message.id === undefined) reject(error);
        else waiting.get(message.id)?.reject(error);
        if (message.id !== undefined) waiting.delete(message.id);
      }
    });
    worker.on('error', end);
    worker.on('exit', () => end());
  });
}

function workerEntry(): URL {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'mjs';
  return new URL(`./captionerWorker.${ending}`, import.meta.url);
}
