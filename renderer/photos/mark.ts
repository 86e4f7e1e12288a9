// The state of a picture as the window names it: one of seven, each with its own shape and word.
import type { PhotoSummary } from '../../src/ipc.ts';

export const marks = ['waiting', 'working', 'captioned', 'hedged', 'edited', 'failed', 'stopped'] as const;
export type Mark = (typeof marks)[number];

/** 'hedged' is a model's caption that is probably wrong; 'stopped' was taken out of the queue by the person. */
export function markOf(photo: PhotoSummary): Mark {
  if (photo.state === 'failed') return photo.failure?.code === 'cancelled' ? 'stopped' : 'failed';
  if (photo.state === 'captioned' && photo.hedged) return 'hedged';
  return photo.state;
}

export const isPending = (photo: PhotoSummary): boolean =>
  photo.state === 'waiting' || photo.state === 'working';
