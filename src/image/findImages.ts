// Turns files and folders that a person names into a list of pictures: natural order, each file once.
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError, toFailure, type Failure } from '../errors.ts';
import { readError } from '../files/fileError.ts';
import { isDicom } from './dicom/isDicom.ts';
import { readHead, throwIfCancelled } from './source.ts';

export type FoundImage =
  /** `path` starts as it was given: relative stays relative. */
  | { readonly kind: 'file'; readonly path: string }
  /** A path that leads to no picture: vanished, unreadable, or a folder without any. */
  | { readonly kind: 'failure'; readonly path: string; readonly error: Failure };

export interface FindOptions {
  /** Looks into the folders of a folder too. */
  readonly recursive: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Inside folders, files are chosen by name; files named outright are always tried. */
const extensions = new Set(
  'jpg jpeg jpe jfif png webp avif tif tiff gif bmp dib svg heic heif dcm dicom'
    .split(' ')
    .map((name) => `.${name}`),
);

/** DICOM files of archives and discs have none, or are named by a UID, whose last number looks like one. */
const nameless = /^(?:\.\d+)?$/;
/** Up to here a DICOM file tells itself. */
const dicomHeadBytes = 133;

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/**
 * Finds the pictures under `paths`, in the order given; inside a folder by name, with 2 before 10. Hidden files are
 * skipped, symbolic links are followed once, and a file reached twice is listed once.
 * @throws AppError cancelled
 */
export async function findImages(
  paths: readonly string[],
  options: FindOptions,
): Promise<readonly FoundImage[]> {
  const found: FoundImage[] = [];
  const seen: Seen = { files: new Set(), folders: new Map() };
  for (const path of paths) {
    throwIfCancelled(options.signal);
    try {
      const real = await realpath(path);
      if (!(await stat(real)).isDirectory()) {
        addFile(found, seen, path, real);
      } else if (!(await addFolder(found, seen, path, real, options))) {
        throw new AppError(
          'folder/empty',
          options.recursive
            ? `${path} holds no pictures, nor do the folders in it: choose another folder.`
            : `${path} holds no pictures: choose another folder, or include the folders in it.`,
        );
      }
    } catch (error) {
      if (error instanceof AppError && error.code === 'cancelled') throw error;
      const failure = error instanceof AppError ? error : readError(path, error);
      found.push({ kind: 'failure', path, error: toFailure(failure) });
    }
  }
  return found;
}

/** Real paths already visited. */
interface Seen {
  readonly files: Set<string>;
  /** Whether they hold any picture. */
  readonly folders: Map<string, boolean>;
}

function addFile(found: FoundImage[], seen: Seen, path: string, real: string): void {
  if (seen.files.has(real)) return;
  seen.files.add(real);
  found.push({ kind: 'file', path });
}

/** @returns whether the folder holds any picture, known or new */
async function addFolder(
  found: FoundImage[],
  seen: Seen,
  folder: string,
  realFolder: string,
  options: FindOptions,
): Promise<boolean> {
  throwIfCancelled(options.signal);
  const known = seen.folders.get(realFolder);
  if (known !== undefined) return known;
  // While it is being read, so that a loop of links ends here.
  seen.folders.set(realFolder, false);
  const entries = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => byName.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
  let any = false;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const target = await follow(entry, path, join(realFolder, entry.name));
    if (target?.kind === 'file' && (await isPicture(entry.name, target.real))) {
      any = true;
      addFile(found, seen, path, target.real);
    } else if (target?.kind === 'folder' && options.recursive) {
      any = (await addSubfolder(found, seen, path, target.real, options)) || any;
    }
  }
  seen.folders.set(realFolder, any);
  return any;
}

async function isPicture(name: string, path: string): Promise<boolean> {
  const extension = extname(name).toLowerCase();
  if (!nameless.test(extension)) return extensions.has(extension);
  try {
    return isDicom(await readHead(path, dicomHeadBytes));
  } catch {
    return false;
  }
}

/** A folder inside a folder that cannot be read does not spoil the others. */
async function addSubfolder(...args: Parameters<typeof addFolder>): Promise<boolean> {
  const [found, , path] = args;
  try {
    return await addFolder(...args);
  } catch (error) {
    if (error instanceof AppError) throw error;
    found.push({ kind: 'failure', path, error: toFailure(readError(path, error)) });
    return true;
  }
}

type Target = { readonly kind: 'file' | 'folder'; readonly real: string };

/** What an entry is, behind symbolic links; undefined for broken links, pipes and the like. */
async function follow(entry: Dirent, path: string, real: string): Promise<Target | undefined> {
  if (entry.isFile()) return { kind: 'file', real };
  if (entry.isDirectory()) return { kind: 'folder', real };
  if (!entry.isSymbolicLink()) return undefined;
  try {
    const behind = await realpath(path);
    const target = await stat(behind);
    if (target.isFile()) return { kind: 'file', real: behind };
    return target.isDirectory() ? { kind: 'folder', real: behind } : undefined;
  } catch {
    return undefined;
  }
}
