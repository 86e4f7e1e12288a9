// The one queue: reads pictures a step ahead of the model, what the person looks at first, and captions them.
// Thousands of files are only rows in the library until their turn; at most a dozen are in memory.
import { AppError, toFailure, type Failure } from '../errors.ts';
import { decodeImage } from '../image/decode.ts';
import type { ImageHash, QueueProgress } from '../ipc.ts';
import { reuseResult, saveResult } from '../library/captions.ts';
import type { Database } from '../library/database.ts';
import * as jobs from '../library/jobs.ts';
import { photoFile, photosOfHash, recordRead, setFailure } from '../library/photos.ts';
import type { CaptionOptions, CaptionResult } from '../model/caption.ts';
import type { Captioner, EncoderInput } from '../model/captioner.ts';
import { readPhotoFile, sizeOf, type Media } from './media.ts';
import { createThroughput } from './throughput.ts';

const largestBatch = 8;
/** Files read at once. */
const readers = 2;

export interface QueueParts {
  readonly db: Database;
  readonly media: Media;
  /** Names this engine in the rows that it holds. */
  readonly owner: string;
  readonly clock: () => number;
  /** The open model; undefined while there is none: then pictures are read and shown, and wait. */
  readonly captioner: () => Captioner | undefined;
  /** The model stopped while it was at work: it is to be opened anew. */
  readonly onModelStopped: (captioner: Captioner) => void;
  readonly onChanged: (ids: readonly number[]) => void;
  readonly onProgress: () => void;
  /** A bug that cost one picture its caption. */
  readonly onBug: (error: unknown) => void;
}

interface Reading {
  readonly job: jobs.Job;
  readonly abort: AbortController;
}

/** Decoded and waiting for the model. */
interface Ready {
  readonly job: jobs.Job;
  readonly hash: ImageHash;
  readonly input: EncoderInput;
  /** The model failed on it together with others: now by itself. */
  readonly alone: boolean;
}

/** Lives as long as the engine; its state outlives it as rows. */
export class CaptionQueue {
  readonly #parts: QueueParts;
  readonly #throughput = createThroughput();
  readonly #reading = new Map<number, Reading>();
  readonly #tasks = new Set<Promise<void>>();
  #ready: Ready[] = [];
  #running: readonly Ready[] = [];
  #lookedAt: readonly number[] = [];
  #paused: boolean;
  #closed = false;

  constructor(parts: QueueParts, paused: boolean) {
    this.#parts = parts;
    this.#paused = paused;
    this.#throughput.reset(parts.clock());
  }

  /** Puts pictures at the end of the queue; those in it, or in work, are asked for anew. */
  add(ids: readonly number[], options: CaptionOptions): void {
    if (ids.length === 0) return;
    const { waiting, working } = jobs.countJobs(this.#parts.db);
    if (waiting + working === 0) this.#throughput.reset(this.#parts.clock());
    jobs.enqueue(this.#parts.db, ids, options);
    this.#parts.onChanged(ids);
    this.pump();
  }

  /** Starts whatever can be started. To be called after every change. */
  pump(): void {
    if (this.#closed) return;
    while (this.#startReading());
    this.#startModel();
    this.#parts.onProgress();
  }

  prioritise(ids: readonly number[]): void {
    this.#lookedAt = ids;
    this.pump();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (paused) for (const { job } of this.#ready.splice(0)) this.#release(job);
    this.pump();
  }

  cancel(ids: readonly number[]): void {
    const cancelled = new Set(jobs.cancel(this.#parts.db, ids));
    for (const { job, abort } of this.#reading.values()) if (cancelled.has(job.photoId)) abort.abort();
    this.#ready = this.#ready.filter(({ job }) => !cancelled.has(job.photoId));
    this.#parts.onChanged([...cancelled]);
    this.pump();
  }

  progress(): QueueProgress {
    const { waiting, working } = jobs.countJobs(this.#parts.db);
    const { done, failed } = this.#throughput;
    const imagesPerSecond =
      this.#paused || waiting + working === 0 ? undefined : this.#throughput.perSecond(this.#parts.clock());
    return { waiting, working, done, failed, paused: this.#paused, imagesPerSecond };
  }

  /** Lets the model finish what it has, and gives back the rest. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { abort } of this.#reading.values()) abort.abort();
    await Promise.all(this.#tasks);
    for (const { job } of this.#ready.splice(0)) jobs.release(this.#parts.db, job);
  }

  #canCaption(): boolean {
    return !this.#paused && !this.#closed && this.#parts.captioner() !== undefined;
  }

  #isLookedAt(job: jobs.Job): boolean {
    return this.#lookedAt.includes(job.photoId);
  }

  #startReading(): boolean {
    const { db, owner, clock } = this.#parts;
    if (this.#reading.size >= readers) return false;
    const stage = this.#canCaption() ? 'caption' : 'picture';
    const job = jobs.nextJob(db, this.#lookedAt, stage);
    if (job === undefined) return false;
    const held = [...this.#reading.values(), ...this.#ready, ...this.#running];
    // What brought an engine down is tried with nothing beside it, so that only the guilty one is given up.
    const suspects = [job, ...held.map((other) => other.job)].some(({ interrupted }) => interrupted > 0);
    if (suspects && held.length > 0) return false;
    const isFull = this.#reading.size + this.#ready.length >= largestBatch;
    if (isFull && !this.#isLookedAt(job)) return false;
    if (!jobs.claim(db, job, stage, owner, clock())) return true;
    const reading: Reading = { job, abort: new AbortController() };
    this.#reading.set(job.seq, reading);
    this.#track(
      this.#read(reading, stage).finally(() => {
        this.#reading.delete(job.seq);
      }),
    );
    return true;
  }

  async #read({ job, abort }: Reading, stage: jobs.JobStage): Promise<void> {
    const { db, media, captioner } = this.#parts;
    const isDropped = (): boolean => abort.signal.aborted || !jobs.isCurrent(db, job);
    this.#parts.onChanged([job.photoId]);
    try {
      const { path } = photoFile(db, job.photoId);
      const file = await readPhotoFile(path, abort.signal);
      if (isDropped()) return;
      const unsized = { hash: file.hash, bytes: file.stamp.bytes, width: undefined, height: undefined };
      // Noted before decoding: also a picture that cannot be decoded may get a person's caption.
      recordRead(db, job.photoId, unsized, file.stamp);
      const isNew = await media.makeThumb(file, abort.signal);
      this.#parts.onChanged(isNew ? photosOfHash(db, file.hash) : [job.photoId]);
      const model = captioner();
      const wantsCaption = stage === 'caption' && job.goal === 'caption' && this.#canCaption();
      if (!wantsCaption || model === undefined) {
        const { width, height } = await sizeOf(file);
        if (isDropped()) return;
        recordRead(db, job.photoId, { ...unsized, width, height }, file.stamp);
        if (job.goal === 'picture') this.#finish(job);
        else this.#release(job);
        return;
      }
      const reused = reuseResult(db, file.hash, model.model, job.options);
      if (reused !== 'none') {
        this.#succeed(job, reused === 'changed' ? photosOfHash(db, file.hash) : []);
        return;
      }
      const size = { width: model.inputSize, height: model.inputSize };
      const input = await decodeImage(file.source, size, abort.signal);
      if (isDropped()) return;
      const { nativeWidth: width, nativeHeight: height } = input;
      recordRead(db, job.photoId, { ...unsized, width, height }, file.stamp);
      if (this.#canCaption()) this.#ready.push({ job, hash: file.hash, input, alone: false });
      else this.#release(job);
    } catch (error) {
      if (isDropped()) return;
      this.#fail(job, error);
    } finally {
      if (this.#closed && abort.signal.aborted) jobs.release(db, job);
    }
  }

  #startModel(): void {
    const model = this.#parts.captioner();
    if (this.#running.length > 0 || model === undefined || !this.#canCaption()) return;
    const batch = this.#takeBatch();
    if (batch.length === 0) return;
    this.#running = batch;
    this.#track(
      this.#caption(model, batch).finally(() => {
        this.#running = [];
      }),
    );
  }

  /** One picture that the person looks at; else as many as are ready and want the same options. */
  #takeBatch(): readonly Ready[] {
    const [first] = this.#ready;
    const urgent = this.#ready.find(({ job }) => this.#isLookedAt(job));
    let batch: readonly Ready[];
    if (urgent !== undefined) batch = [urgent];
    else if (first === undefined) return [];
    // Nothing long is begun while the picture that the person looks at is about to be ready.
    else if ([...this.#reading.values()].some(({ job }) => this.#isLookedAt(job))) return [];
    else if (first.alone) batch = [first];
    else {
      const { beam, nBest } = first.job.options;
      batch = this.#ready
        .filter(({ job, alone }) => !alone && job.options.beam === beam && job.options.nBest === nBest)
        .slice(0, largestBatch);
    }
    this.#ready = this.#ready.filter((ready) => !batch.includes(ready));
    return batch;
  }

  async #caption(model: Captioner, batch: readonly Ready[]): Promise<void> {
    const { db, clock } = this.#parts;
    // The same bytes under two names are captioned once; what came in meanwhile is not captioned again.
    const byHash = new Map(batch.map((ready) => [ready.hash, ready]));
    const [options] = batch.map(({ job }) => job.options);
    const asked = [...byHash.values()].filter(
      ({ hash, job }) => reuseResult(db, hash, model.model, job.options) === 'none',
    );
    let results: readonly CaptionResult[] = [];
    if (asked.length > 0 && options !== undefined) {
      try {
        const inputs = asked.map(({ input }) => input);
        ({ results } = await model.caption(inputs, options));
      } catch (error) {
        if (error instanceof AppError && error.code === 'engine/stopped') this.#modelStopped(model, batch);
        else if (batch.length === 1) for (const { job } of batch) this.#fail(job, error);
        else this.#ready.unshift(...batch.map((ready) => ({ ...ready, alone: true })));
        return;
      }
    }
    const resultOf = new Map(asked.map(({ hash }, index) => [hash, results[index]]));
    db.transaction(() => {
      for (const { job, hash } of batch) {
        if (!jobs.isCurrent(db, job)) continue;
        const result = resultOf.get(hash);
        if (result !== undefined) saveResult(db, hash, result, job.options, clock());
        this.#succeed(job, photosOfHash(db, hash));
      }
    });
  }

  /** What the model held counts as interrupted, as when the whole engine dies. */
  #modelStopped(model: Captioner, batch: readonly Ready[]): void {
    const { db, onChanged, onModelStopped } = this.#parts;
    for (const { job } of this.#ready.splice(0)) this.#release(job);
    for (const { job } of batch)
      if (jobs.interrupt(db, job) === 'failed') this.#throughput.count('failed', this.#parts.clock());
    onChanged(batch.map(({ job }) => job.photoId));
    onModelStopped(model);
  }

  /** `others` show the same bytes. */
  #succeed(job: jobs.Job, others: readonly number[]): void {
    const { db, clock, onChanged } = this.#parts;
    setFailure(db, job.photoId, undefined);
    jobs.finish(db, job);
    this.#throughput.count('done', clock());
    onChanged([job.photoId, ...others]);
  }

  #fail(job: jobs.Job, error: unknown): void {
    const { db, clock, onChanged } = this.#parts;
    let failure: Failure = toFailure(error);
    if (failure.code === 'bug') {
      this.#parts.onBug(error);
      const { name } = photoFile(db, job.photoId);
      failure = { ...failure, message: `${name} could not be captioned (${failure.message}): choose Redo.` };
    }
    setFailure(db, job.photoId, failure);
    jobs.finish(db, job);
    this.#throughput.count('failed', clock());
    onChanged([job.photoId]);
  }

  #finish(job: jobs.Job): void {
    jobs.finish(this.#parts.db, job);
    this.#parts.onChanged([job.photoId]);
  }

  #release(job: jobs.Job): void {
    jobs.release(this.#parts.db, job);
    this.#parts.onChanged([job.photoId]);
  }

  /** Runs a task to its end, then looks what can be done next. */
  #track(task: Promise<void>): void {
    const tracked = task
      .catch((error: unknown) => {
        this.#parts.onBug(error);
      })
      .finally(() => {
        this.#tasks.delete(tracked);
        this.pump();
      });
    this.#tasks.add(tracked);
  }
}
