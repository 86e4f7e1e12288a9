// Which studies the paths of `ekphrasis report` are: films given by name are one study, each folder is one.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { readError } from '../files/fileError.ts';
import { findImages } from '../image/findImages.ts';

export interface FoundStudy {
  /** The folder's name, or the first film's. */
  readonly uid: string;
  /** At least one; none where the folder holds no picture. */
  readonly films: readonly string[];
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw readError(path, cause);
  }
}

async function filmsIn(folder: string, signal: AbortSignal): Promise<string[]> {
  const found = await findImages([folder], { recursive: false, signal });
  return found.flatMap((image) => (image.kind === 'file' ? [image.path] : []));
}

/**
 * Studies in the order given; films given by name first.
 * @throws AppError file/*, cancelled
 */
export async function findStudies(paths: readonly string[], signal: AbortSignal): Promise<FoundStudy[]> {
  const films: string[] = [];
  const studies: FoundStudy[] = [];
  for (const path of paths) {
    if (await isFolder(path)) {
      studies.push({ uid: basename(resolve(path)), films: await filmsIn(path, signal) });
    } else {
      films.push(path);
    }
  }
  const [first] = films;
  if (first === undefined) return studies;
  if (films.length > 4) {
    throw new AppError(
      'usage',
      `${films.length} films are too many for one study: put those of each study in a folder, and give the folders.`,
    );
  }
  return [{ uid: basename(first), films }, ...studies];
}
