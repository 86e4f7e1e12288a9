// The heads of a captioner, trained last on pooled features of the finished encoder: the words' relevance, and the
// joint space of photos and sentences.
import * as tf from '@tensorflow/tfjs-core';
import { initJointSpace, placePhotos, placeSentences, toWordSets } from '../model/jointSpace.ts';
import { gridChannels } from '../model/mobileNetV2.ts';
import { initWordRelevance, wordLogits } from '../model/wordRelevance.ts';
import { createRandom } from '../random.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { toTensors, weight } from '../tensor/weights.ts';
import { unknownId } from '../text/vocabulary.ts';
import { drawCaptions } from './captionBatch.ts';
import type { FeatureCache } from './featureCache.ts';
import { contrastiveLoss, tagLoss } from './losses.ts';
import { trainHead, type HeadTask } from './trainHead.ts';
import type { TrainingConfig } from './trainingConfig.ts';
import type { TrainingData } from './trainingData.ts';

/** Mean of each photo's patches, without augmentation: [count, 1280]. */
export async function poolPhotos(cache: FeatureCache, count: number): Promise<tf.Tensor2D> {
  const all = new Float32Array(count * gridChannels);
  const batch = 64;
  for (let from = 0; from < count; from += batch) {
    const indices = Array.from({ length: Math.min(batch, count - from) }, (_, i) => from + i);
    const grid = await cache.read(
      indices,
      indices.map(() => 0),
    );
    const pooled = tf.tidy(() => tf.mean(grid, 1));
    all.set(await pooled.data<'float32'>(), from * gridChannels);
    tf.dispose([grid, pooled]);
  }
  return tf.tensor2d(all, [count, gridChannels]);
}

/** Share of a photo's captions that say each word; the special words have none. */
export function wordShares(captions: readonly (readonly number[])[], vocabularySize: number): Float32Array {
  const shares = new Float32Array(vocabularySize);
  for (const words of captions) {
    for (const id of new Set(words)) if (id > unknownId) shares[id] = (shares[id] ?? 0) + 1 / captions.length;
  }
  return shares;
}

const rowsOf = (pooled: tf.Tensor2D, indices: readonly number[]): tf.Tensor2D =>
  tf.gather(pooled, tf.tensor1d([...indices], 'int32'));

type OnEpoch = HeadTask['onEpoch'];

async function trainRelevance(
  config: TrainingConfig,
  data: TrainingData,
  pooled: tf.Tensor2D,
  onEpoch: OnEpoch,
): Promise<Map<string, NamedArray>> {
  const { vocabularySize } = data.config;
  const shares = data.train.ids.map((captions) => wordShares(captions, vocabularySize));
  const means = Array.from(
    { length: vocabularySize },
    (_, id) => shares.reduce((sum, row) => sum + (row[id] ?? 0), 0) / shares.length,
  );
  const random = createRandom(config.seed);
  const first = initWordRelevance(data.config, means, () => random.next());
  return trainHead(first, {
    ...{ head: config.heads.relevance, seed: config.seed, count: data.train.count, onEpoch },
    fixed: ['relevance/logShares'],
    loss: (weights, indices, dropout) => {
      const targets = tf.stack(indices.map((index) => tf.tensor1d(shares[index] ?? [])));
      return tagLoss(wordLogits(weights, rowsOf(pooled, indices), dropout), targets as tf.Tensor2D);
    },
  });
}

/** Captions of each photo in a step. */
const captionsEach = 2;

/** Places of training photos, evenly spaced: [jointPhotos, jointSize]. */
async function placeReferences(
  arrays: ReadonlyMap<string, NamedArray>,
  pooled: tf.Tensor2D,
  count: number,
): Promise<NamedArray> {
  const weights = toTensors(arrays);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * pooled.shape[0]) / count));
  const placed = tf.tidy(() => placePhotos(weights, rowsOf(pooled, indices)));
  const data = await placed.data<'float32'>();
  tf.dispose([placed, { ...weights }]);
  return { shape: placed.shape, data };
}

async function trainJointSpace(
  config: TrainingConfig,
  data: TrainingData,
  pooled: tf.Tensor2D,
  onEpoch: OnEpoch,
): Promise<Map<string, NamedArray>> {
  const { maxWords, jointPhotos } = data.config;
  const draw = createRandom(config.seed);
  const first = initJointSpace(data.config, () => draw.next());
  const arrays = await trainHead(first, {
    ...{ head: config.heads.joint, seed: config.seed, count: data.train.count, onEpoch },
    fixed: ['joint/photos'],
    loss: (weights, indices, dropout, random) => {
      const photos = placePhotos(weights, rowsOf(pooled, indices), dropout);
      const own = indices.map((index) => drawCaptions(data.train.ids[index] ?? [], captionsEach, random));
      const scale = tf.exp(weight<tf.Tensor1D>(weights, 'joint/logScale'));
      const losses = Array.from({ length: captionsEach }, (_, k) => {
        const sets = toWordSets(
          own.map((captions) => captions[k] ?? []),
          maxWords,
        );
        return contrastiveLoss(photos, placeSentences(weights, sets, dropout), scale);
      });
      return tf.div(tf.addN(losses), captionsEach);
    },
  });
  return new Map([...arrays, ['joint/photos', await placeReferences(arrays, pooled, jointPhotos)]]);
}

/**
 * @param cache feature grids of the training photos by the finished encoder
 * @param onEpoch told of each head's progress; what it throws stops the training
 */
export async function trainHeads(
  config: TrainingConfig,
  data: TrainingData,
  cache: FeatureCache,
  onEpoch: (what: string, done: number, count: number) => void,
): Promise<ReadonlyMap<string, NamedArray>> {
  const pooled = await poolPhotos(cache, data.train.count);
  const told =
    (what: string): OnEpoch =>
    (done, count) => {
      onEpoch(what, done, count);
    };
  try {
    const relevance = await trainRelevance(config, data, pooled, told('relevance of words'));
    const joint = await trainJointSpace(config, data, pooled, told('joint space'));
    return new Map([...relevance, ...joint]);
  } finally {
    pooled.dispose();
  }
}
