// Which weights a stage trains, how fast, and the model put together from the trained and the frozen ones.
import * as tf from '@tensorflow/tfjs-core';
import { encoderPartOf, encoderParts } from '../model/mobileNetV2.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { toTensors, type Weights } from '../tensor/weights.ts';
import { cut, layOut, named, type FlatLayout } from './flatWeights.ts';
import type { Stage } from './trainingConfig.ts';

export interface StageWeights {
  /** The trained weights in their flat tensor. */
  readonly layout: FlatLayout;
  /** All the others. */
  readonly frozen: Weights;
  /** The rate of each trained weight as a share of `stage.rate`: [layout.size]. */
  readonly shares: tf.Tensor1D;
}

/** Names of the weights that a stage trains: everything but the encoder, and the encoder from `unfreezeFrom` on. */
export function trainableNames(names: readonly string[], unfreezeFrom: string | undefined): string[] {
  const first = unfreezeFrom === undefined ? encoderParts.length : encoderParts.indexOf(unfreezeFrom);
  const frozen = new Set(encoderParts.slice(0, first));
  // Sorted, since a checkpoint gives the weights back in another order.
  return names.filter((name) => !frozen.has(encoderPartOf(name))).sort();
}

/** The encoder's weights learn by a rate of their own, as a share of the stage's. */
export function rateShares(layout: FlatLayout, stage: Pick<Stage, 'rate' | 'encoderRate'>): Float32Array {
  const encoder = new Set(encoderParts);
  const shares = new Float32Array(layout.size).fill(1);
  for (const [i, name] of layout.names.entries()) {
    if (!encoder.has(encoderPartOf(name))) continue;
    shares.fill(stage.encoderRate / stage.rate, layout.offsets[i], layout.offsets[i + 1] ?? layout.size);
  }
  return shares;
}

/** Parts all weights into those that the stage trains and those that it leaves. */
export function partWeights(base: ReadonlyMap<string, NamedArray>, stage: Stage): StageWeights {
  const layout = layOut(base, trainableNames([...base.keys()], stage.unfreezeFrom));
  const trained = new Set(layout.names);
  return {
    layout,
    frozen: toTensors(new Map([...base].filter(([name]) => !trained.has(name)))),
    shares: tf.tensor1d(rateShares(layout, stage)),
  };
}

/** Does some work with the whole model, its trained weights cut out of `flat`. */
export async function withModel<T>(
  { layout, frozen }: StageWeights,
  flat: tf.Tensor1D,
  work: (weights: Weights) => Promise<T>,
): Promise<T> {
  const trained = named(layout, cut(layout, flat));
  try {
    return await work({ ...frozen, ...trained });
  } finally {
    tf.dispose({ ...trained });
  }
}

export function disposeStageWeights({ frozen, shares }: StageWeights): void {
  tf.dispose([shares, { ...frozen }]);
}
