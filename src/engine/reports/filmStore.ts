// The grey levels of films, as files that the window fetches and the model's input is made from: cache/film/<hash>.grey
// with what is needed to show them in <hash>.json. A cache: it is made again from the films.
import { mkdir, readFile, stat, utimes } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { AppError, assert } from '../../errors.ts';
import { defaultView, type GreyImage } from '../../image/greyImage.ts';
import type { RgbImage } from '../../image/image.ts';
import { readXray, squashXray } from '../../image/xray.ts';
import type { FilmHash, FilmView } from '../../ipc.ts';
import type { Film } from '../../library/studies.ts';
import { place, removeUnfinished, thinOut } from '../cacheFolder.ts';
import { readPhotoFile } from '../media.ts';

/** Films that were not looked at for longest go first when there are more bytes than this. */
const mostBytes = 2 * 1024 * 1024 * 1024;
/** Inputs of the model that are kept: those of the studies at hand. */
const mostInputs = 32;

/** What the header of the film says of its view. */
export type HeaderView = 'frontal' | 'lateral' | undefined;

export interface FilmStore {
  /** Puts the film into the cache where it is not there yet. */
  show(film: Film): Promise<FilmView>;
  /** What the model looks at: `side` pixels square. */
  input(film: Film, side: number): Promise<RgbImage>;
  headerView(film: Film): Promise<HeaderView>;
}

interface Kept {
  readonly view: FilmView;
  readonly headerView: HeaderView;
}

/** Opens the cache under the data folder. */
export async function openFilmStore(dataFolder: string, clock: () => number): Promise<FilmStore> {
  assert(endianness() === 'LE', 'films are kept as this machine has them in memory, the low byte first');
  const folder = join(dataFolder, 'cache', 'film');
  await mkdir(folder, { recursive: true });
  await removeUnfinished(folder, clock());
  await thinOut(folder, mostBytes);
  const inputs = new Map<string, RgbImage>();
  const reading = new Map<FilmHash, Promise<Kept>>();

  const greyPath = (hash: FilmHash): string => join(folder, `${hash}.grey`);
  const factsPath = (hash: FilmHash): string => join(folder, `${hash}.json`);

  async function fromCache(hash: FilmHash): Promise<Kept | undefined> {
    const now = new Date();
    try {
      const kept = JSON.parse(await readFile(factsPath(hash), 'utf8'), revive) as Kept;
      const { size } = await stat(greyPath(hash));
      if (size !== kept.view.width * kept.view.height * 2) return undefined;
      // Marks them as looked at.
      await Promise.all([greyPath(hash), factsPath(hash)].map((path) => utimes(path, now, now)));
      return kept;
    } catch {
      return undefined;
    }
  }

  async function fromFile({ hash, path }: Film): Promise<Kept> {
    const file = await readPhotoFile(path);
    if (file.hash !== hash) {
      throw new AppError(
        'file/missing',
        `${path} has changed since it was added: add the film again as a new study.`,
      );
    }
    const { image, header } = await readXray(file.source);
    const kept = { view: viewOf(hash, image), headerView: header?.view };
    const { buffer, byteOffset, byteLength } = image.values;
    await place(greyPath(hash), new Uint8Array(buffer, byteOffset, byteLength));
    // Last: where it is, the grey levels are whole.
    await place(factsPath(hash), new TextEncoder().encode(JSON.stringify(kept, replace)));
    return kept;
  }

  function kept(film: Film): Promise<Kept> {
    const begun =
      reading.get(film.hash) ??
      fromCache(film.hash)
        .then((found) => found ?? fromFile(film))
        .finally(() => reading.delete(film.hash));
    reading.set(film.hash, begun);
    return begun;
  }

  return {
    show: async (film) => (await kept(film)).view,
    headerView: async (film) => (await kept(film)).headerView,
    async input(film, side) {
      const known = inputs.get(film.hash);
      if (known?.width === side) return known;
      const { view } = await kept(film);
      const bytes = await readFile(greyPath(film.hash));
      const values = new Uint8Array(bytes).buffer;
      const image = { ...view, values: view.signed ? new Int16Array(values) : new Uint16Array(values) };
      const input = await squashXray(image, { width: side, height: side });
      inputs.set(film.hash, input);
      const [oldest] = inputs.keys();
      if (inputs.size > mostInputs && oldest !== undefined) inputs.delete(oldest);
      return input;
    },
  };
}

/** A film without a view of its own is shown from its darkest to its brightest value. */
function viewOf(hash: FilmHash, image: GreyImage): FilmView {
  const { values, ...facts } = image;
  const views = image.views.length > 0 ? image.views : [defaultView(image)];
  return { hash, ...facts, views, signed: values instanceof Int16Array };
}

/** JSON knows no typed arrays: a table's entries are kept as numbers. */
const replace = (_key: string, value: unknown): unknown =>
  value instanceof Uint16Array ? [...value] : value;

const revive = (key: string, value: unknown): unknown =>
  key === 'entries' ? Uint16Array.from(value as readonly number[]) : value;
