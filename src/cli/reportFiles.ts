// A study's films, decoded and read by the model.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { readError } from '../files/fileError.ts';
import type { FilmInput, Reporter, StudyReading } from '../drafting/reporter.ts';
import { readXray, squashXray } from '../image/xray.ts';
import type { FoundStudy } from './studyPaths.ts';

export interface DraftedStudy extends StudyReading {
  readonly uid: string;
  readonly model: string;
  /** SHA-256 and path of each film. */
  readonly films: readonly { readonly hash: string; readonly path: string }[];
  readonly ms: number;
}

export interface DraftOptions {
  /** Drafts from films that the gate refuses, too. */
  readonly force: boolean;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

async function readFilm(
  path: string,
  side: number,
  { force, signal }: DraftOptions,
): Promise<FilmInput & { readonly path: string }> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  const { image, header } = await readXray({ bytes, name: path }, signal);
  const pixels = await squashXray(image, { width: side, height: side });
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { path, hash, pixels, overridden: force, view: header?.view };
}

/**
 * @throws AppError data/missing for a study without films, image/*, file/*
 */
export async function draftFiles(
  { uid, films: paths }: FoundStudy,
  reporter: Reporter,
  options: DraftOptions,
): Promise<DraftedStudy> {
  if (paths.length === 0) {
    throw new AppError('data/missing', `${uid} holds no picture: put the films of the study in it.`);
  }
  const startMs = options.nowMs();
  const films = await Promise.all(paths.map((path) => readFilm(path, reporter.inputSize, options)));
  const reading = await reporter.read(films, {});
  return {
    uid,
    model: reporter.model,
    films: films.map(({ hash, path }) => ({ hash, path })),
    ...reading,
    ms: options.nowMs() - startMs,
  };
}
