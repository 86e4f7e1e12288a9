// Opens what is to be decoded: a file, without ever hanging on a pipe or a device, or bytes in memory.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../errors.ts';

/** A picture on disk, or its bytes with the name that messages call it by. */
export type ImageSource = { readonly path: string } | { readonly bytes: Uint8Array; readonly name: string };

/** What a format gets to see: the bytes, or for a file too large to hold, its head and its path. */
export type ImageFile =
  | { readonly kind: 'bytes'; readonly name: string; readonly head: Uint8Array; readonly bytes: Uint8Array }
  | { readonly kind: 'path'; readonly name: string; readonly head: Uint8Array; readonly path: string };

/** Bytes that a format may look at to recognise itself. */
export const headBytes = 4096;
/** Larger files are streamed from disk instead of held. */
const heldBytes = 48 * 1024 * 1024;

/**
 * Reads a picture, or only its head when it is too large to hold.
 * @throws AppError file/missing, file/unreadable, image/empty, cancelled
 */
export async function readSource(source: ImageSource, signal?: AbortSignal): Promise<ImageFile> {
  throwIfCancelled(signal);
  if ('bytes' in source) {
    if (source.bytes.byteLength === 0) throw emptyError(source.name);
    return {
      kind: 'bytes',
      name: source.name,
      head: source.bytes.subarray(0, headBytes),
      bytes: source.bytes,
    };
  }
  const { path } = source;
  const name = basename(path);
  try {
    // O_NONBLOCK: opening a named pipe that nobody writes to would otherwise wait for ever.
    const file = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    try {
      const stat = await file.stat();
      if (stat.isDirectory()) {
        throw new AppError(
          'file/unreadable',
          `${path} is a folder, not a picture: give a file in it, or add the folder.`,
        );
      }
      if (!stat.isFile()) {
        throw new AppError(
          'file/unreadable',
          `${path} is a pipe, socket or device, not a picture: give an image file.`,
        );
      }
      if (stat.size === 0) throw emptyError(path);
      if (stat.size > heldBytes) {
        const head = new Uint8Array(headBytes);
        await file.read(head, 0, headBytes, 0);
        return { kind: 'path', name: path, head, path };
      }
      const bytes = await file.readFile({ signal });
      if (bytes.byteLength === 0) throw emptyError(path);
      return { kind: 'bytes', name: path, head: bytes.subarray(0, headBytes), bytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throwIfCancelled(signal);
    throw openError(path, name, error);
  }
}

/** @throws AppError cancelled */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled', 'Cancelled before it was done.');
}

function emptyError(name: string): AppError {
  return new AppError('image/empty', `${name} is empty (0 bytes): copy it again from where it came from.`);
}

function openError(path: string, name: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError(
        'file/missing',
        `${path} does not exist: check its name, or whether it was moved.`,
        { cause },
      );
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'file/unreadable',
        `${path} may not be read: change its permissions and try again.`,
        { cause },
      );
    case 'ENXIO':
      return new AppError(
        'file/unreadable',
        `${path} is a pipe, socket or device, not a picture: give an image file.`,
        { cause },
      );
    case 'ELOOP':
      return new AppError(
        'file/unreadable',
        `${path} is a symbolic link that leads back to itself: repair the link.`,
        { cause },
      );
    case 'ENAMETOOLONG':
      return new AppError(
        'file/missing',
        `${name.slice(0, 80)}... is too long for a file name: check the path.`,
        { cause },
      );
    default:
      return new AppError(
        'file/unreadable',
        `${path} cannot be read (${code}): check the disk and try again.`,
        { cause },
      );
  }
}
