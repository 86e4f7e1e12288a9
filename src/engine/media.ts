// Reads pictures for the queue, and makes the files that the window shows: cache/{thumb,preview}/<hash>.webp.
// A cache: it may be deleted at any time and is made again from the pictures.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { readDimensions, renderImage, type Size } from '../image/decode.ts';
import { readSource, type ImageSource } from '../image/source.ts';
import type { ImageHash } from '../ipc.ts';
import type { FileStamp } from '../library/photos.ts';
import { place, removeUnfinished, stampOf, thinOut } from './cacheFolder.ts';

const longSides = { thumb: 320, preview: 2048 } as const;
type MediaKind = keyof typeof longSides;
/** Previews that were not looked at for longest go first when there are more bytes than this. */
const mostPreviewBytes = 1024 * 1024 * 1024;

/** A file that was read once: hash and pixels come from the same bytes. */
export interface ReadFile {
  readonly hash: ImageHash;
  readonly stamp: FileStamp;
  readonly source: ImageSource;
}

export interface Media {
  readonly hasThumb: (hash: ImageHash) => boolean;
  /** Makes the thumb where it is not there yet; answers whether it did. */
  makeThumb(file: ReadFile, signal?: AbortSignal): Promise<boolean>;
  /** Makes the preview of a picture whose bytes are known; does nothing where it is there. */
  makePreview(path: string, hash: ImageHash): Promise<void>;
}

/** Opens the cache under the data folder, thinning out the previews. */
export async function openMedia(dataFolder: string, clock: () => number): Promise<Media> {
  const folderOf = (kind: MediaKind): string => join(dataFolder, 'cache', kind);
  const pathOf = (kind: MediaKind, hash: ImageHash): string => join(folderOf(kind), `${hash}.webp`);
  await mkdir(folderOf('thumb'), { recursive: true });
  await mkdir(folderOf('preview'), { recursive: true });
  const thumbs = new Set<ImageHash>();
  for (const name of await readdir(folderOf('thumb'))) {
    if (/^[0-9a-f]{64}\.webp$/.test(name)) thumbs.add(name.slice(0, 64));
  }
  for (const kind of ['thumb', 'preview'] as const) await removeUnfinished(folderOf(kind), clock());
  await thinOut(folderOf('preview'), mostPreviewBytes);
  const previews = new Map<ImageHash, Promise<void>>();

  async function make(kind: MediaKind, file: ReadFile, signal?: AbortSignal): Promise<void> {
    const { bytes } = await renderImage(file.source, { longSide: longSides[kind], format: 'webp' }, signal);
    await place(pathOf(kind, file.hash), bytes);
  }

  async function preview(path: string, hash: ImageHash): Promise<void> {
    const now = new Date();
    // Marks it as looked at, and tells whether it is there.
    const there = await utimes(pathOf('preview', hash), now, now).then(
      () => true,
      () => false,
    );
    if (there) return;
    const file = await readPhotoFile(path);
    if (file.hash !== hash) {
      throw new AppError(
        'file/missing',
        `${path} has changed since it was read: choose Redo to read it again.`,
      );
    }
    await make('preview', file);
  }

  return {
    hasThumb: (hash) => thumbs.has(hash),
    async makeThumb(file, signal) {
      if (thumbs.has(file.hash)) return false;
      await make('thumb', file, signal);
      thumbs.add(file.hash);
      return true;
    },
    async makePreview(path, hash) {
      const begun = previews.get(hash) ?? preview(path, hash).finally(() => previews.delete(hash));
      previews.set(hash, begun);
      await begun;
    },
  };
}

/**
 * Reads a file and its hash; large ones are streamed.
 * @throws AppError file/missing, file/unreadable, image/empty, cancelled
 */
export async function readPhotoFile(path: string, signal?: AbortSignal): Promise<ReadFile> {
  // Taken before the bytes: a file that changes meanwhile is seen as changed the next time.
  const stamp = (await stampOf(path)) ?? { bytes: 0, changedMs: 0 };
  const file = await readSource({ path }, signal);
  if (file.kind === 'bytes') {
    const hash = createHash('sha256').update(file.bytes).digest('hex');
    return { hash, stamp, source: { bytes: file.bytes, name: path } };
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Uint8Array);
  return { hash: hash.digest('hex'), stamp, source: { path } };
}

/** Pixels after EXIF rotation. */
export const sizeOf = (file: ReadFile): Promise<Size> => readDimensions(file.source);
