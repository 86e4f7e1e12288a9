// The gate: a logistic regression over the pooled features of one picture, which tells a frontal film, a lateral one, an
// inverted film and what is no chest X-ray apart.
import * as tf from '@tensorflow/tfjs-core';
import { openCaptionDataset } from '../../data/captionDataset.ts';
import { decodeImage } from '../../image/decode.ts';
import { encoderInputSize, gridChannels } from '../../model/mobileNetV2.ts';
import { gateKinds, type GateKind } from '../../model/reporter/config.ts';
import { createRandom, shuffle, type Random } from '../../random.ts';
import type { NamedArray } from '../../tensor/safetensors.ts';
import { constant, type Weights } from '../../tensor/weights.ts';
import { disposeAdam, readAdam, startAdam, stepAdam } from '../adam.ts';
import { encodeGrid } from '../featureCache.ts';
import type { Films } from './films.ts';
import { drawPage } from './pages.ts';
import type { ReporterTraining } from './reporterTraining.ts';

export interface GateExamples {
  /** Pooled features: [count * 1280]. */
  readonly features: Float32Array;
  readonly kinds: readonly GateKind[];
}

const side = encoderInputSize;
const batch = 32;

interface Example {
  readonly kind: GateKind;
  /** Interleaved 0..255, side * side * 3. */
  readonly pixels: () => Promise<Float32Array>;
}

async function decoded(bytes: Uint8Array, name: string): Promise<Float32Array> {
  const { data } = await decodeImage({ bytes, name }, { width: side, height: side });
  return Float32Array.from(data);
}

/** As a film would show it: one grey for the three colours. */
function grey(pixels: Float32Array): Float32Array {
  const result = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3)
    result.fill(((pixels[i] ?? 0) + (pixels[i + 1] ?? 0) + (pixels[i + 2] ?? 0)) / 3, i, i + 3);
  return result;
}

const inverted = (pixels: Float32Array): Float32Array => pixels.map((value) => 255 - value);

/** Films of every study; each fourth one inverted as well. */
function filmExamples({ pixels, places }: Films): Example[] {
  const read = async (place: number): Promise<Float32Array> => {
    const tensor = await pixels.read([place]);
    const values = await tensor.data<'float32'>();
    tensor.dispose();
    return values;
  };
  return places.flatMap(({ frontal, lateral }) => [
    ...frontal.map((place): Example => ({ kind: 'frontal', pixels: () => read(place) })),
    ...lateral.map((place): Example => ({ kind: 'lateral', pixels: () => read(place) })),
    ...[...frontal, ...lateral]
      .filter((place) => place % 4 === 0)
      .map((place): Example => ({ kind: 'inverted', pixels: async () => inverted(await read(place)) })),
  ]);
}

/** Photos, half of them grey, and a page for each tenth. */
async function otherExamples(
  folder: string,
  split: 'train' | 'val',
  count: number,
  random: Random,
): Promise<Example[]> {
  const images = (await openCaptionDataset(folder)).splits[split].slice(0, count);
  return images.flatMap((image, i): Example[] => [
    {
      kind: 'not-chest-x-ray',
      pixels: async () => {
        const pixels = await decoded(await image.read(), image.file);
        return i % 2 === 0 ? pixels : grey(pixels);
      },
    },
    ...(i % 10 === 0
      ? [{ kind: 'not-chest-x-ray' as const, pixels: () => decoded(drawPage(random), 'page.svg') }]
      : []),
  ]);
}

/** Pooled features of films and of what is none, by this encoder. */
export async function gateExamples(
  films: Films,
  settings: {
    readonly photos: string;
    readonly photoCount: number;
    readonly split: 'train' | 'val';
    readonly seed: number;
  },
  encoder: Weights,
  onEncoded: (done: number, count: number) => void,
): Promise<GateExamples> {
  const random = createRandom(settings.seed);
  const examples = [
    ...filmExamples(films),
    ...(await otherExamples(settings.photos, settings.split, settings.photoCount, random)),
  ];
  const features = new Float32Array(examples.length * gridChannels);
  for (let from = 0; from < examples.length; from += batch) {
    const part = examples.slice(from, from + batch);
    const all = new Float32Array(part.length * side * side * 3);
    for (const [i, example] of part.entries()) all.set(await example.pixels(), i * side * side * 3);
    const pooled = tf.tidy(() =>
      tf.mean(encodeGrid(encoder, tf.tensor4d(all, [part.length, side, side, 3])), 1),
    );
    features.set(await pooled.data<'float32'>(), from * gridChannels);
    pooled.dispose();
    onEncoded(from + part.length, examples.length);
  }
  return { features, kinds: examples.map(({ kind }) => kind) };
}

/** Multinomial logistic regression with a ridge penalty; each kind weighs as much as each other. */
export async function fitGate(
  { features, kinds }: GateExamples,
  { ridge, steps, rate }: ReporterTraining['gate'],
  seed: number,
): Promise<Map<string, NamedArray>> {
  const random = createRandom(seed);
  const order = shuffle([...kinds.keys()], random);
  const size = gridChannels * gateKinds.length;
  const counts = gateKinds.map((kind) => kinds.filter((own) => own === kind).length);
  let adam = startAdam(new Float32Array(size + gateKinds.length));
  const shares = tf.ones<tf.Rank.R1>([size + gateKinds.length]);
  const batchSize = 512;
  for (let step = 0; step < steps; step++) {
    const rows = Array.from(
      { length: batchSize },
      (_, i) => order[(step * batchSize + i) % order.length] ?? 0,
    );
    const gradient = tf.tidy(() => {
      const x = tf.stack(
        rows.map((row) => tf.tensor1d(features.subarray(row * gridChannels, (row + 1) * gridChannels))),
      ) as tf.Tensor2D;
      const truth = rows.map((row) => gateKinds.indexOf(kinds[row] ?? 'not-chest-x-ray'));
      const hit = tf.oneHot(tf.tensor1d(truth, 'int32'), gateKinds.length, 1, 0, 'float32');
      const weights = tf.tensor1d(
        truth.map((kind) => kinds.length / (gateKinds.length * (counts[kind] ?? 1))),
      );
      return tf.grad((flat: tf.Tensor) => {
        const kernel = tf.reshape<tf.Rank.R2>(tf.slice(flat, 0, size), [gridChannels, gateKinds.length]);
        const logits = tf.add(tf.matMul(x, kernel), tf.slice(flat, size, gateKinds.length));
        const losses = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), hit), 1));
        return tf.add(tf.mean(tf.mul(losses, weights)), tf.mul(ridge, tf.sum(tf.square(kernel))));
      })(adam.value) as tf.Tensor1D;
    });
    const share = 1 - step / steps;
    adam = stepAdam(adam, gradient, { shares, rate: rate * share, clipNorm: 10, averageDecay: 0 });
    gradient.dispose();
  }
  const { value } = await readAdam(adam);
  disposeAdam(adam);
  shares.dispose();
  return new Map([
    ['gate/kernel', { shape: [gridChannels, gateKinds.length], data: value.slice(0, size) }],
    ['gate/bias', { shape: [gateKinds.length], data: value.slice(size) }],
  ]);
}

/** Before it is fitted: all kinds alike. */
export const emptyGate = (): Map<string, NamedArray> =>
  new Map([
    ['gate/kernel', constant([gridChannels, gateKinds.length], 0)],
    ['gate/bias', constant([gateKinds.length], 0)],
  ]);
