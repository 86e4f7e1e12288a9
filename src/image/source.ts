// Opens what is to be decoded: a file, without ever hanging on a pipe or a device, or bytes in memory.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { notAFile, readError } from '../files/fileError.ts';

/** A picture on disk, or its bytes with the name that messages call it by. */
export type ImageSource = { readonly path: string } | { readonly bytes: Uint8Array; readonly name: string };

/** What a format gets to see: the bytes, or for a file too large to hold, its head and its path. */
export type ImageFile = {
  /** As messages call it. */
  readonly name: string;
  /** The first 4,096 bytes, or all when there are fewer. */
  readonly head: Uint8Array;
  readonly byteLength: number;
} & (
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'path'; readonly path: string }
);

const headBytes = 4096;
/** Larger files are streamed from disk instead of held. */
const heldBytes = 48 * 1024 * 1024;

/**
 * Reads a picture, or only its head when it is too large to hold.
 * @throws AppError file/missing, file/unreadable, image/empty, cancelled
 */
export async function readSource(source: ImageSource, signal?: AbortSignal): Promise<ImageFile> {
  throwIfCancelled(signal);
  if ('bytes' in source) return fromBytes(source.bytes, source.name);
  const { path } = source;
  try {
    const file = await openWithoutWaiting(path);
    try {
      const stat = await file.stat();
      if (stat.isDirectory()) {
        throw new AppError(
          'file/unreadable',
          `${path} is a folder, not a picture: give a file in it, or add the folder.`,
        );
      }
      if (!stat.isFile()) throw notAFile(path);
      if (stat.size <= heldBytes) return fromBytes(await file.readFile({ signal }), path);
      const head = new Uint8Array(headBytes);
      await file.read(head, 0, headBytes, 0);
      return { kind: 'path', name: path, path, head, byteLength: stat.size };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throwIfCancelled(signal);
    throw readError(path, error);
  }
}

/**
 * The first bytes of a file, fewer when it is shorter.
 * @throws what the file system throws
 */
export async function readHead(path: string, byteLength: number): Promise<Uint8Array> {
  const file = await openWithoutWaiting(path);
  try {
    const head = new Uint8Array(byteLength);
    const { bytesRead } = await file.read(head, 0, byteLength, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** @throws AppError cancelled */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled', 'Cancelled before it was done.');
}

/** Opening a named pipe that nobody writes to would otherwise wait for ever. */
function openWithoutWaiting(path: string): ReturnType<typeof open> {
  return open(
    path,
    process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK,
  );
}

function fromBytes(bytes: Uint8Array, name: string): ImageFile {
  if (bytes.byteLength === 0) {
    throw new AppError('image/empty', `${name} is empty (0 bytes): copy it again from where it came from.`);
  }
  return { kind: 'bytes', name, bytes, head: bytes.subarray(0, headBytes), byteLength: bytes.byteLength };
}
