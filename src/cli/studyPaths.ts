// Which studies the paths of `ekphrasis report` are: films given by name are one study, each folder is one.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { findImages } from '../image/findImages.ts';

/** Of films given by name: more are a mistake, as when a folder of studies was unpacked into one. */
const mostFilms = 4;

export interface FoundStudy {
  /** The folder's name, or the first film's. */
  readonly uid: string;
  /** None where the folder holds no picture. */
  readonly films: readonly string[];
}

async function kindOf(path: string): Promise<'folder' | 'film' | 'unreadable'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'film';
  } catch {
    return 'unreadable';
  }
}

async function filmsIn(folder: string, signal: AbortSignal): Promise<string[]> {
  const found = await findImages([folder], { recursive: false, signal });
  return found.flatMap((image) => (image.kind === 'file' ? [image.path] : []));
}

/**
 * Studies in the order given; films given by name first. What cannot be read is told when its study is: beside folders
 * it is a study of its own, else one of the films.
 * @throws AppError usage, cancelled
 */
export async function findStudies(paths: readonly string[], signal: AbortSignal): Promise<FoundStudy[]> {
  const kinds = await Promise.all(paths.map(kindOf));
  const films: string[] = [];
  const studies: FoundStudy[] = [];
  for (const [i, path] of paths.entries()) {
    const kind = kinds[i];
    const uid = basename(resolve(path));
    if (kind === 'folder') studies.push({ uid, films: await filmsIn(path, signal) });
    else if (kind === 'unreadable' && kinds.includes('folder')) studies.push({ uid, films: [path] });
    else films.push(path);
  }
  const [first] = films;
  if (first === undefined) return studies;
  if (films.length > mostFilms) {
    throw new AppError(
      'usage',
      `${films.length} films are too many for one study: put those of each study in a folder, and give the folders.`,
    );
  }
  return [{ uid: basename(first), films }, ...studies];
}
