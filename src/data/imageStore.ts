// Where a dataset's pictures lie: images.zip (stored or deflated, read at random), images/, or the folder itself.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../errors.ts';

export interface ImageStore {
  /** For messages. */
  readonly place: string;
  /** Paths inside, with forward slashes. */
  readonly paths: ReadonlySet<string>;
  /** The bytes of one of `paths`. @throws AppError data/missing, data/damaged */
  read(path: string): Promise<Uint8Array>;
}

/** No picture of a dataset is larger; an entry that claims to be is not unpacked. */
const maxEntryBytes = 1 << 28;

async function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  if (entry.uncompressedSize > maxEntryBytes) throw new Error('it claims to be larger than 256 MiB');
  const bytes = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) throw new Error('its checksum does not agree');
  return bytes;
}

/** The central directory is read once; the file stays open for as long as the process lives. */
async function openZip(place: string): Promise<ImageStore> {
  const entries = new Map<string, Entry>();
  const damaged = (what: string, cause: unknown): AppError => {
    const reason = cause instanceof Error ? ` (${cause.message})` : '';
    return new AppError('data/damaged', `${what}${reason}: get the file again.`, { cause });
  };
  let zip: ZipFile;
  try {
    zip = await openPromise(place, { autoClose: false, lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    }
  } catch (cause) {
    throw damaged(`${place} cannot be read as a zip file`, cause);
  }
  return {
    place,
    paths: new Set(entries.keys()),
    async read(path) {
      const entry = entries.get(path);
      if (!entry) throw new AppError('data/missing', `${place} has no ${path}: get the pictures again.`);
      try {
        return await readEntry(zip, entry);
      } catch (cause) {
        throw damaged(`${path} in ${place} is damaged`, cause);
      }
    },
  };
}

async function openFolder(place: string): Promise<ImageStore> {
  const found = await readdir(place, { recursive: true });
  const paths = new Set(found.map((path) => path.replaceAll(sep, '/')));
  return {
    place,
    paths,
    async read(path) {
      try {
        return await readFile(join(place, path));
      } catch (cause) {
        throw new AppError('data/missing', `${join(place, path)} cannot be read: get the picture again.`, {
          cause,
        });
      }
    },
  };
}

/** @throws AppError data/damaged when images.zip is no zip file */
export async function openImageStore(folder: string): Promise<ImageStore> {
  const exists = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    );
  const zip = join(folder, 'images.zip');
  if (await exists(zip)) return openZip(zip);
  const images = join(folder, 'images');
  return openFolder((await exists(images)) ? images : folder);
}
