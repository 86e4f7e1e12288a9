// DICOM files on a thread of their own: a codec may take seconds, in which others are answered, and one that a hostile
// file sends round in circles is ended.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError, type Result } from '../../errors.ts';
import { throwIfCancelled } from '../source.ts';
import type { DicomImage } from './readDicom.ts';

export interface ToDicomWorker {
  readonly bytes: Uint8Array;
  readonly name: string;
}

export type FromDicomWorker = Result<DicomImage>;

export interface DicomThreadOptions {
  /**
   * What an image may take. JPEG 2000, the slowest coding, took 1.2 s for 3,000 x 3,000 pixels of noise on a busy core;
   * four times as many are the most.
   */
  readonly timeoutMs: number;
  /** After which an unused thread is ended, and its memory freed. */
  readonly idleMs: number;
  /** The thread's program: by default dicomWorker, beside this file or in the bundle. */
  readonly entry: URL;
}

/** Reads one file after another; the thread is started when it is needed. */
export class DicomThread {
  readonly #options: DicomThreadOptions;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: Partial<DicomThreadOptions> = {}) {
    this.#options = { timeoutMs: 30_000, idleMs: 10_000, entry: workerEntry(), ...options };
  }

  /**
   * @param name what messages call the file
   * @throws AppError as readDicom, and cancelled
   */
  read(bytes: Uint8Array, name: string, signal?: AbortSignal): Promise<DicomImage> {
    const turn = this.#last.then(() => this.#read(bytes, name, signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #read(bytes: Uint8Array, name: string, signal: AbortSignal | undefined): Promise<DicomImage> {
    throwIfCancelled(signal);
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const answer = await ask(worker, { bytes, name }, this.#options.timeoutMs, signal);
    if (answer === undefined) {
      this.#worker = undefined;
      await worker.terminate();
      throwIfCancelled(signal);
      throw new AppError(
        'image/damaged',
        `${name} cannot be decoded, probably because it is damaged: copy it again, or export the image as PNG.`,
      );
    }
    worker.unref();
    this.#idle = setTimeout(() => {
      this.#worker = undefined;
      void worker.terminate();
    }, this.#options.idleMs).unref();
    if (answer.ok) return answer.value;
    throw new AppError(answer.error.code, answer.error.message);
  }

  #start(): Worker {
    const worker = new Worker(this.#options.entry);
    // One that dies while nobody waits for it is replaced for the next file.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

/** @returns undefined when the thread dies over it, takes too long or is no longer wanted */
async function ask(
  worker: Worker,
  message: ToDicomWorker,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<FromDicomWorker | undefined> {
  const ends = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  const answered = new AbortController();
  // An 'error' of the thread rejects both.
  const reply = once(worker, 'message', { signal: AbortSignal.any([ends, answered.signal]) });
  const exit = once(worker, 'exit', { signal: answered.signal });
  worker.postMessage(message);
  try {
    const [answer] = (await Promise.race([reply, exit.then(() => [])])) as [FromDicomWorker?];
    return answer;
  } catch {
    return undefined;
  } finally {
    answered.abort();
  }
}

/** The one of this process. */
export const dicomThread = new DicomThread();

function workerEntry(): URL {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'mjs';
  return new URL(`./dicomWorker.${ending}`, import.meta.url);
}
