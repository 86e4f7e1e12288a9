// The films of some studies, decoded once into a pixel store, and which of them a step looks at.
import type { Study, View } from '../../data/openI.ts';
import type { Random } from '../../random.ts';
import { encoderInputSize } from '../../model/mobileNetV2.ts';
import { openPixelStore, type PixelStore } from '../pixelStore.ts';

export interface Films {
  readonly pixels: PixelStore;
  /** Places of each study's films in the store, by view. */
  readonly places: readonly Readonly<Record<View, readonly number[]>>[];
}

/** @throws AppError data/*, image/*, file/unwritable */
export async function openFilms(
  studies: readonly Study[],
  cacheFolder: string,
  onDecoded: (done: number, count: number) => void,
): Promise<Films> {
  const images = studies.flatMap((study) => study.images.map((image) => ({ ...image, captions: [] })));
  const pixels = await openPixelStore(images, encoderInputSize, cacheFolder, onDecoded);
  let place = 0;
  const places = studies.map((study) => {
    const own: Record<View, number[]> = { frontal: [], lateral: [] };
    for (const { view } of study.images) own[view].push(place++);
    return own;
  });
  return { pixels, places };
}

/** One film a view for each of some studies: their places in the store, undefined where a view is missing. */
export type ChosenFilms = Readonly<Record<View, readonly (number | undefined)[]>>;

/** The first film of each view, as a study is looked at when it is drafted. */
export const firstFilms = (films: Films, studies: readonly number[]): ChosenFilms => ({
  frontal: studies.map((study) => films.places[study]?.frontal[0]),
  lateral: studies.map((study) => films.places[study]?.lateral[0]),
});

/** A film of each view by chance; of two views one is left out with the chance `viewDropout`. */
export function drawFilms(
  films: Films,
  studies: readonly number[],
  viewDropout: number,
  random: Random,
): ChosenFilms {
  const chosen: Record<View, (number | undefined)[]> = { frontal: [], lateral: [] };
  for (const study of studies) {
    const own = films.places[study] ?? { frontal: [], lateral: [] };
    const draw = (places: readonly number[]): number | undefined =>
      places[Math.floor(random.next() * places.length)];
    let [frontal, lateral] = [draw(own.frontal), draw(own.lateral)];
    const dropped = random.next();
    if (frontal !== undefined && lateral !== undefined && dropped < viewDropout) {
      if (dropped < viewDropout / 2) frontal = undefined;
      else lateral = undefined;
    }
    chosen.frontal.push(frontal);
    chosen.lateral.push(lateral);
  }
  return chosen;
}
