// Takes films into the library: files and folders that a person gave become studies, or join one.
import { resolve } from 'node:path';
import { toFailure, type Failure } from '../../errors.ts';
import { findImages } from '../../image/findImages.ts';
import { readXrayIdentity } from '../../image/xray.ts';
import type { Database } from '../../library/database.ts';
import { addStudy, listStudies, patientKeyOf, type StudyEntry } from '../../library/studies.ts';
import { readPhotoFile, type Media } from '../media.ts';
import { groupFilms, type FoundFilm } from './groupFilms.ts';

export interface Found {
  readonly films: readonly (FoundFilm & { readonly patientKey: string | undefined })[];
  readonly failures: readonly Failure[];
}

/** Reads who the films are and makes their small pictures. A file that cannot be read is told, and the others go on. */
export async function findFilms(db: Database, media: Media, paths: readonly string[]): Promise<Found> {
  const films: Found['films'][number][] = [];
  const failures: Failure[] = [];
  for (const given of paths.map((path) => resolve(path))) {
    for (const found of await findImages([given], { recursive: true })) {
      if (found.kind === 'failure') failures.push(found.error);
      else {
        try {
          films.push(await readFilm(db, media, found.path, found.path !== given));
        } catch (error) {
          failures.push(toFailure(error));
        }
      }
    }
  }
  return { films, failures };
}

async function readFilm(
  db: Database,
  media: Media,
  path: string,
  inFolder: boolean,
): Promise<Found['films'][number]> {
  const file = await readPhotoFile(path);
  const identity = await readXrayIdentity(file.source);
  await media.makeThumb(file);
  const { patientId } = identity ?? {};
  return {
    hash: file.hash,
    path,
    inFolder,
    studyUid: identity?.studyInstanceUid,
    patientKey: patientId === undefined || patientId.trim() === '' ? undefined : patientKeyOf(db, patientId),
  };
}

/** Studies of these films, new ones and those that are in the window already. */
export function addGroups(db: Database, films: Found['films'], atMs: number): readonly StudyEntry[] {
  const known = new Map(listStudies(db).map((study) => [filmKey(study.films), study]));
  return groupFilms(films).map(({ name, films: own }) => {
    const there = known.get(filmKey(own));
    if (there !== undefined) return there;
    const patientKey = films.find(({ hash, patientKey: key }) => key !== undefined && hash === own[0]?.hash);
    const study = addStudy(
      db,
      {
        name,
        films: own.map(({ hash, path }) => ({ hash, path })),
        ...(patientKey?.patientKey === undefined ? {} : { patientKey: patientKey.patientKey }),
      },
      atMs,
    );
    known.set(filmKey(study.films), study);
    return study;
  });
}

/** The same for the same films, whatever their order. */
const filmKey = (films: readonly { readonly hash: string }[]): string =>
  films
    .map(({ hash }) => hash)
    .sort()
    .join(' ');
