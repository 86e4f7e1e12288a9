// Gathers changes so that the window hears of them a few times a second, however fast they come.
import type { Events, PhotoSummary, QueueProgress } from '../ipc.ts';

export type Emit = <K extends keyof Events>(name: K, ...args: Parameters<Events[K]>) => void;

const photosEveryMs = 50;
const progressEveryMs = 200;
/** Pictures in one message. */
const mostPhotos = 1000;

export interface ChangeFeed {
  readonly changed: (ids: readonly number[]) => void;
  readonly progress: () => void;
  /** Says what is still to be said. */
  flush(): void;
  close(): void;
}

/** Emits 'photos:changed' and 'queue:progress' with what is true when they are sent. */
export function createChangeFeed(
  emit: Emit,
  summaries: (ids: readonly number[]) => readonly PhotoSummary[],
  progressNow: () => QueueProgress,
  /** A failure to read the library for a message: nobody waits for it, so it is told here. */
  onError: (error: unknown) => void,
): ChangeFeed {
  const changedIds = new Set<number>();
  let photosTimer: NodeJS.Timeout | undefined;
  let progressTimer: NodeJS.Timeout | undefined;
  let last: string | undefined;
  let isClosed = false;

  function sendPhotos(): void {
    clearTimeout(photosTimer);
    photosTimer = undefined;
    const ids = [...changedIds];
    changedIds.clear();
    for (let start = 0; start < ids.length; start += mostPhotos) {
      const photos = summaries(ids.slice(start, start + mostPhotos));
      if (photos.length > 0) emit('photos:changed', photos);
    }
  }

  function sendProgress(): void {
    clearTimeout(progressTimer);
    progressTimer = undefined;
    const progress: QueueProgress = progressNow();
    const text = JSON.stringify(progress);
    if (text === last) return;
    last = text;
    emit('queue:progress', progress);
  }

  function guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      onError(error);
    }
  }

  return {
    changed(ids) {
      if (isClosed) return;
      for (const id of ids) changedIds.add(id);
      if (changedIds.size > 0) photosTimer ??= setTimeout(() => guarded(sendPhotos), photosEveryMs);
    },
    progress() {
      if (!isClosed) progressTimer ??= setTimeout(() => guarded(sendProgress), progressEveryMs);
    },
    flush() {
      if (isClosed) return;
      sendPhotos();
      sendProgress();
    },
    close() {
      isClosed = true;
      clearTimeout(photosTimer);
      clearTimeout(progressTimer);
    },
  };
}
