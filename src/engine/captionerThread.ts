// The captioner on a thread of its own.
import type { CaptionOptions } from '../model/caption.ts';
import type { Captioner, EncoderInput } from '../model/captioner.ts';
import type { OpenModel } from './modelState.ts';
import { openModelThread, threadEntry } from './modelThread.ts';

export interface CaptionerRequest {
  readonly images: readonly EncoderInput[];
  readonly options: CaptionOptions;
}

export type Captioned = Awaited<ReturnType<Captioner['caption']>>;

export interface OpenedCaptioner {
  readonly model: string;
  readonly inputSize: number;
  readonly backend: string;
}

/**
 * Opens a model folder on a thread of its own.
 * @param entry the thread's program: by default captionerWorker, beside this file or in the bundle
 * @throws AppError what openCaptioner throws; engine/stopped from `caption` when the thread is no more
 */
export async function openCaptionerThread(
  modelFolder: string,
  entry = threadEntry('captionerWorker', import.meta.url),
): Promise<OpenModel> {
  const thread = await openModelThread<OpenedCaptioner, CaptionerRequest, Captioned>(
    entry,
    modelFolder,
    'The model stopped while it was at work: choose Redo.',
  );
  const { model, inputSize, backend } = thread.opened;
  return {
    captioner: {
      model,
      inputSize,
      caption: (images, options) => thread.ask({ images, options }),
      dispose: thread.end,
    },
    backend,
  };
}
