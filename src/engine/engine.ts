// The engine: answers every request of the contract, with the library, the queue and the model behind it.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Reporter } from '../drafting/reporter.ts';
import { AppError, toFailure, type Failure } from '../errors.ts';
import type { EngineRequests, Handlers, HistoryStep, PhotoDetail, PhotoSummary } from '../ipc.ts';
import { backUp } from '../library/backup.ts';
import * as captions from '../library/captions.ts';
import * as jobs from '../library/jobs.ts';
import { redo, undo, type Step } from '../library/journal.ts';
import { backupFolder, openLibrary } from '../library/openLibrary.ts';
import * as photos from '../library/photos.ts';
import { readFlag, readSettings, writeFlag, writeSettings } from '../library/settings.ts';
import { addBytes, addPaths, pastedFolder, type Adding } from './addPhotos.ts';
import { CaptionQueue } from './captionQueue.ts';
import { createChangeFeed, type Emit } from './changeFeed.ts';
import { exportPhotos } from './exportPhotos.ts';
import { openMedia, readPhotoFile } from './media.ts';
import { createModelState, type OpenModel } from './modelState.ts';
import { openReportDesk } from './reports/reportRequests.ts';

export interface EngineOptions {
  /** Where library, backups, cache and pasted pictures lie. */
  readonly dataFolder: string;
  /** Opens and warms the model; called at the start, and again when the person asks after it had failed. */
  readonly openModel: () => Promise<OpenModel>;
  /** Opens the model that drafts chest X-ray reports; called when it is first needed. */
  readonly openReporter: () => Promise<Reporter>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly emit: Emit;
  /** Bugs that nobody waits to hear of. */
  readonly log: (error: unknown) => void;
}

export interface Engine {
  readonly handlers: Handlers<EngineRequests>;
  /** Ends the work in hand and gives back the rest of the queue. */
  close(): Promise<void>;
}

/**
 * Opens the library, takes up what an earlier engine left and starts to open the model.
 * @throws AppError library/locked, library/newer, file/unwritable
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { clock, emit, log } = options;
  const dataFolder = resolve(options.dataFolder);
  const { db, notice } = await openLibrary(dataFolder, clock());
  const media = await openMedia(dataFolder, clock);
  const hasThumb = media.hasThumb;
  const notices: Failure[] = notice === undefined ? [] : [notice];

  /** Nobody waits for what failed: the person is told what concerns the disk or the library, the log the rest. */
  function report(error: unknown): void {
    const failure = toFailure(error);
    if (failure.code === 'bug') log(error);
    else if (!notices.some(({ message }) => message === failure.message)) {
      notices.push(failure);
      emit('engine:notice', failure);
    }
  }

  const model = createModelState(options.openModel, (state) => {
    emit('engine:state', state);
    queue.pump();
  });
  const feed = createChangeFeed(
    emit,
    (ids) => photos.summariesOf(db, ids, hasThumb),
    () => queue.progress(),
    report,
  );
  const queue = new CaptionQueue(
    {
      db,
      media,
      owner: `${process.pid}:${randomUUID()}`,
      clock,
      captioner: () => model.current?.captioner,
      onModelStopped: model.replace,
      onChanged: feed.changed,
      onProgress: feed.progress,
      onBug: report,
    },
    readFlag(db, 'queue.paused'),
  );

  const summary = (id: number): PhotoSummary => photos.summaryOf(db, id, hasThumb);

  /** Tells the window what a step changed. */
  function told(step: Step | undefined): void {
    if (step === undefined) return;
    if (step.removedIds.length > 0) emit('photos:removed', step.removedIds);
    feed.changed(step.ids);
    queue.pump();
  }

  function answer(step: Step): HistoryStep {
    told(step);
    const { change, canUndo, canRedo, ids } = step;
    return { change, canUndo, canRedo, ids };
  }

  /** A person may write before the queue has come to a picture. */
  async function ensureRead(id: number): Promise<void> {
    const { hash, path } = photos.photoFile(db, id);
    if (hash !== undefined) return;
    const file = await readPhotoFile(path);
    const image = { hash: file.hash, bytes: file.stamp.bytes, width: undefined, height: undefined };
    photos.recordRead(db, id, image, file.stamp);
  }

  function detail(id: number): PhotoDetail {
    const { hash } = photos.photoFile(db, id);
    const result = hash === undefined ? undefined : captions.currentResult(db, hash);
    return {
      photo: summary(id),
      alternatives: result?.captions ?? [],
      tags: result?.tags ?? [],
      model: result?.model,
      history: hash === undefined ? [] : captions.captionHistory(db, hash),
      ...(hash === undefined ? { width: undefined, height: undefined } : photos.imageSize(db, hash)),
    };
  }

  const { openReporter } = options;
  const desk = await openReportDesk({ db, dataFolder, media, openReporter, clock, emit, log });

  const adding: Adding = { db, dataFolder, clock, queue, changed: feed.changed };

  const handlers: Handlers<EngineRequests> = {
    ...desk.handlers,
    'engine:info': async () => {
      const { captioner, backend } = await model.opened();
      return { model: captioner.model, backend };
    },
    'engine:notices': () => notices,
    'photos:addPaths': (paths) => addPaths(adding, paths),
    'photos:addBytes': (bytes, name) => addBytes(adding, bytes, name),
    'photos:list': () => photos.listPhotos(db, hasThumb),
    'photos:detail': detail,
    'photos:preview': async (id) => {
      const { path } = photos.photoFile(db, id);
      await ensureRead(id);
      const { hash } = photos.photoFile(db, id);
      if (hash === undefined) throw new AppError('file/unreadable', `${path} has not been read yet.`);
      await media.makePreview(path, hash);
      return hash;
    },
    'photos:prioritise': (ids) => {
      queue.prioritise(ids);
    },
    'photos:edit': async (id, text, goesOn) => {
      await ensureRead(id);
      told(captions.editCaption(db, id, text, clock(), goesOn));
      feed.changed([id]);
      return summary(id);
    },
    'photos:revert': (id) => {
      told(captions.revertCaption(db, id, clock()));
      return summary(id);
    },
    'photos:recaption': (ids, captionOptions) => {
      model.open();
      queue.add(ids, captionOptions);
    },
    'photos:remove': (ids) => answer(captions.removePhotos(db, ids, clock())),
    'photos:undo': () => answer(undo(db, clock())),
    'photos:redo': () => answer(redo(db, clock())),
    'photos:export': (ids, format, destination, overwrite) =>
      exportPhotos(db, ids, { format, destination, overwrite, pastedFolder: pastedFolder(dataFolder) }),
    'queue:cancel': (ids) => {
      queue.cancel(ids);
    },
    'queue:pause': (paused) => {
      writeFlag(db, 'queue.paused', paused);
      queue.pause(paused);
    },
    'queue:progress': () => queue.progress(),
    'settings:get': () => readSettings(db),
    'settings:set': (settings) => {
      writeSettings(db, settings);
      return settings;
    },
  };

  if (notice !== undefined) emit('engine:notice', notice);
  // A window that outlived an engine hears what became of that one's work.
  feed.changed(jobs.recoverJobs(db, isAlive, clock()));
  const unshown = photos.photosWithoutThumb(db, hasThumb);
  if (unshown.length > 0) jobs.enqueue(db, unshown, readSettings(db).caption, 'picture');
  model.open();
  queue.pump();
  const backup = backUp(db, backupFolder(dataFolder), clock()).catch(report);

  return {
    handlers,
    async close() {
      await backup;
      await queue.close();
      await desk.close();
      feed.flush();
      feed.close();
      model.close();
      db.close();
    },
  };
}

/** Whether the engine that took a job, `pid:token`, may still be at work. This process has only begun. */
function isAlive(owner: string): boolean {
  const pid = Number(owner.split(':', 1)[0]);
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
