// Which of the films that a person gave belong together: those of a folder, of one study by their headers, or two files.
import { basename, dirname } from 'node:path';

/** A film that was found. */
export interface FoundFilm {
  readonly hash: string;
  readonly path: string;
  /** It was found in a folder that was given, not named itself. */
  readonly inFolder: boolean;
  /** The study's name in the header; undefined where there is no header. */
  readonly studyUid: string | undefined;
}

export interface FilmGroup {
  readonly name: string;
  readonly films: readonly FoundFilm[];
}

/** A folder with more films than this is a heap of studies, not one. */
const mostFilmsOfFolder = 4;

/** Studies, in the order in which their first films were given; a film that comes twice counts once in each. */
export function groupFilms(films: readonly FoundFilm[]): readonly FilmGroup[] {
  const loose = films.filter(({ inFolder }) => !inFolder);
  const folders = groupBy(
    films.filter(({ inFolder }) => inFolder),
    ({ path }) => dirname(path),
  );
  const groups = [
    ...split(loose, 2).map((group) => named(group, basename(group[0]?.path ?? ''))),
    ...[...folders].flatMap(([folder, own]) => {
      const studies = split(own, mostFilmsOfFolder);
      return studies.map((group) =>
        named(group, studies.length === 1 ? basename(folder) : basename(group[0]?.path ?? '')),
      );
    }),
  ];
  return groups.sort((a, b) => place(films, a) - place(films, b));
}

const place = (films: readonly FoundFilm[], { films: [first] }: FilmGroup): number =>
  first === undefined ? -1 : films.indexOf(first);

/** Headers say best what belongs together; films without any are one study if they are few, else one each. */
function split(films: readonly FoundFilm[], most: number): readonly (readonly FoundFilm[])[] {
  const plain = films.filter(({ studyUid }) => studyUid === undefined);
  const byStudy = groupBy(
    films.filter(({ studyUid }) => studyUid !== undefined),
    ({ studyUid }) => studyUid ?? '',
  );
  const few = plain.length > 0 && plain.length <= most;
  return [...byStudy.values(), ...(few ? [plain] : plain.map((film) => [film]))];
}

const named = (films: readonly FoundFilm[], name: string): FilmGroup => ({
  name,
  films: films.filter(({ hash }, i) => films.findIndex((other) => other.hash === hash) === i),
});

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
