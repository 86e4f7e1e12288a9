// Teaches encoder and tag classifier: films of some studies, augmented, and the tags that their reports name.
import * as tf from '@tensorflow/tfjs-core';
import type { Dropout } from '../../model/dropout.ts';
import { encodeBelow, encodeFrom, normalisePixels } from '../../model/mobileNetV2.ts';
import { poolViews, type StudyGrids } from '../../model/reporter/studyFeatures.ts';
import { studyTagLogits } from '../../model/reporter/studyTags.ts';
import type { Random } from '../../random.ts';
import type { Weights } from '../../tensor/weights.ts';
import { augment } from '../augment.ts';
import { encodeGrid, toGrid } from '../featureCache.ts';
import { tagLoss } from '../losses.ts';
import type { ChosenFilms, Films } from './films.ts';
import type { Lesson } from './learn.ts';
import type { ReporterTraining } from './reporterTraining.ts';

/** 1 for each view that is there: [n, 2]. */
export function presence({ frontal, lateral }: ChosenFilms): tf.Tensor2D {
  const rows = frontal.flatMap((place, i) => [place, lateral[i]].map((film) => (film === undefined ? 0 : 1)));
  return tf.tensor2d(rows, [frontal.length, 2]);
}

/** Grids of the views that are there, zeros elsewhere, from the grids of all films that are there in one batch. */
function spread(grids: tf.Tensor3D, places: readonly (number | undefined)[], from: number): tf.Tensor3D {
  let next = from;
  const rows = places.map((place) => (place === undefined ? 0 : next++));
  const picked = tf.gather(grids, tf.tensor1d(rows, 'int32'));
  const there = tf.tensor3d(
    places.map((place) => (place === undefined ? 0 : 1)),
    [places.length, 1, 1],
  );
  return tf.mul(picked, there);
}

/** Encodes the films of some studies: both views in one batch, so that none is encoded in vain. */
export const encodeStudies = (weights: Weights, pixels: tf.Tensor4D, films: ChosenFilms): StudyGrids =>
  spreadViews(encodeGrid(weights, pixels), films);

/** The grids of all films that are there, frontal ones first, by study and view. */
function spreadViews(grids: tf.Tensor3D, films: ChosenFilms): StudyGrids {
  const frontals = films.frontal.filter((place) => place !== undefined).length;
  return {
    frontal: spread(grids, films.frontal, 0),
    lateral: spread(grids, films.lateral, frontals),
    present: presence(films),
  };
}

/** The pixels of the films that are there, frontal ones first: [films, 224, 224, 3]. */
export function readFilms({ pixels }: Films, films: ChosenFilms): Promise<tf.Tensor4D> {
  return pixels.read([...films.frontal, ...films.lateral].filter((place) => place !== undefined));
}

export interface TagSettings {
  readonly augmentation: ReporterTraining['augmentation'];
  /** The first encoder part that is trained; the frozen ones are computed before the gradient. */
  readonly unfreezeFrom: string | undefined;
  readonly frozen: Weights;
}

export async function tagLesson(
  films: Films,
  chosen: ChosenFilms,
  truth: readonly Float32Array[],
  { augmentation, unfreezeFrom, frozen }: TagSettings,
  random: Random,
): Promise<Lesson> {
  const read = await readFilms(films, chosen);
  const below = tf.tidy(() =>
    encodeBelow(frozen, normalisePixels(augment(read, augmentation, random)), unfreezeFrom),
  );
  read.dispose();
  const targets = tf.tensor2d(truth.map((row) => [...row]));
  return {
    losses: (weights: Weights, dropout: Dropout) => ({
      tags: tagLoss(
        studyTagLogits(
          weights,
          poolViews(spreadViews(toGrid(encodeFrom(weights, below, unfreezeFrom)), chosen)),
          dropout,
        ),
        targets,
      ),
    }),
    dispose: () => {
      tf.dispose([below, targets]);
    },
  };
}
