// One stage of training from its first epoch, or from where a checkpoint left it, to its best weights.
import * as tf from '@tensorflow/tfjs-core';
import { createCiderD, type CiderD } from '../evaluation/cider.ts';
import { beamOptions } from '../model/captioner.ts';
import { prepareMemory } from '../model/coAttention.ts';
import { createDropout, type Dropout } from '../model/dropout.ts';
import { encoderPartOf, encoderParts } from '../model/mobileNetV2.ts';
import { semanticFeatures, tagLogits } from '../model/tagClassifier.ts';
import { createRandom, shuffle, type Random } from '../random.ts';
import type { NamedArray } from '../tensor/safetensors.ts';
import { assertNoGpuErrors } from '../tensor/webgpu/gpuErrors.ts';
import { toTensors, type Weights } from '../tensor/weights.ts';
import { endId } from '../text/vocabulary.ts';
import { disposeAdam, startAdam, type Adam } from './adam.ts';
import { drawCaptions, toCaptionBatch, type Sentences } from './captionBatch.ts';
import type { Checkpoint } from './checkpoint.ts';
import { cut, flatten, layOut, named, unflatten, type FlatLayout } from './flatWeights.ts';
import type { TrainingData } from './trainingData.ts';
import { rateShare } from './schedule.ts';
import { advantages, rewardSamples, sampleSentences } from './selfCritical.ts';
import type { SelfCriticalStage, Stage, TrainingConfig } from './trainingConfig.ts';
import type { TrainingEvent } from './trainingEvent.ts';
import { trainStep, type StepInput } from './trainStep.ts';
import { validate } from './validate.ts';
import type { VisualSource } from './visualSource.ts';

export interface StageRun {
  readonly config: TrainingConfig;
  readonly stageIndex: number;
  readonly stage: Stage;
  readonly data: TrainingData;
  readonly source: VisualSource;
  /** All weights as the stage finds them. */
  readonly base: ReadonlyMap<string, NamedArray>;
  readonly resume: Checkpoint | undefined;
  readonly save: (
    checkpoint: Omit<Checkpoint, 'progress'> & { progress: Omit<Checkpoint['progress'], 'configHash'> },
  ) => Promise<void>;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Names of the weights that the stage trains: everything but the encoder, and the encoder from `unfreezeFrom` on. */
export function trainableNames(names: readonly string[], unfreezeFrom: string | undefined): string[] {
  const first = unfreezeFrom === undefined ? encoderParts.length : encoderParts.indexOf(unfreezeFrom);
  const thawed = new Set(encoderParts.slice(first));
  const encoder = new Set(encoderParts);
  const trained = names.filter(
    (name) => !encoder.has(encoderPartOf(name)) || thawed.has(encoderPartOf(name)),
  );
  // Sorted, since a checkpoint gives the weights back in another order.
  return trained.sort();
}

/** The rate of each weight as a share of `stage.rate`. */
function rateShares(layout: FlatLayout, stage: Stage): tf.Tensor1D {
  const encoder = new Set(encoderParts);
  const shares = new Float32Array(layout.size).fill(1);
  for (const [i, name] of layout.names.entries()) {
    if (!encoder.has(encoderPartOf(name))) continue;
    shares.fill(stage.encoderRate / stage.rate, layout.offsets[i], layout.offsets[i + 1] ?? layout.size);
  }
  return tf.tensor1d(shares);
}

const scaled = (dropout: Dropout, scale: number): Dropout =>
  scale === 0 ? (x) => x : (x, rate) => dropout(x, rate * scale);

/** What a step needs beside the grids: sentences, and how much each word counts. */
interface Lesson {
  readonly sentences: Sentences;
  /** Weight of each sentence's words: [image][sentence]. */
  readonly weights: readonly (readonly number[])[];
  /** Smoothing of each sentence. */
  readonly smoothing: readonly (readonly number[])[];
  readonly reward: number | undefined;
}

/** Weights and smoothing of sentences, spread over their words: [images * K * T]. */
function spread(values: readonly (readonly number[])[], mask: tf.Tensor3D, divisor: number): tf.Tensor1D {
  return tf.tidy(() => {
    const each = tf.tensor3d(
      values.flat().map((value) => value / divisor),
      [mask.shape[0], mask.shape[1], 1],
    );
    return tf.reshape(tf.mul(mask, each), [-1]);
  });
}

const constants = (sentences: Sentences, value: number): number[][] =>
  sentences.map((group) => group.map(() => value));

/** Draws sentences, rewards them, and puts the photos' own captions beside them. */
async function selfCriticalLesson(
  stage: SelfCriticalStage,
  run: StageRun,
  grid: tf.Tensor3D,
  weights: Weights,
  indices: readonly number[],
  scorer: CiderD<number>,
  random: Random,
): Promise<Lesson> {
  const { semanticCount, maxWords } = run.config.model;
  const memory = tf.tidy(() =>
    prepareMemory(weights, grid, semanticFeatures(weights, tagLogits(weights, grid), semanticCount)),
  );
  const drawn = await sampleSentences(
    weights,
    memory,
    { samples: stage.samples, maxWords, temperature: stage.temperature },
    random,
  );
  tf.dispose({ ...memory });
  const rewards = rewardSamples(drawn, indices, scorer, stage);
  const gains = advantages(rewards);
  const own =
    stage.crossEntropyWeight > 0
      ? indices.map((index) => drawCaptions(run.data.train.ids[index] ?? [], stage.captionsPerImage, random))
      : indices.map(() => []);
  const all = rewards.flat();
  const both = drawn.map((group, i) => [...group, ...(own[i] ?? [])]);
  return {
    sentences: both,
    weights: both.map((group, i) => group.map((_, k) => gains[i]?.[k] ?? stage.crossEntropyWeight)),
    smoothing: both.map((group) => group.map((_, k) => (k < stage.samples ? 0 : stage.labelSmoothing))),
    reward: all.reduce((a, b) => a + b, 0) / all.length,
  };
}

function crossEntropyLesson(stage: Stage, run: StageRun, indices: readonly number[], random: Random): Lesson {
  const sentences = indices.map((index) =>
    drawCaptions(run.data.train.ids[index] ?? [], stage.captionsPerImage, random),
  );
  return {
    sentences,
    weights: constants(sentences, 1),
    smoothing: constants(sentences, stage.labelSmoothing),
    reward: undefined,
  };
}

/** A number that differs for each seed, stage and epoch. */
const epochSeed = (seed: number, stage: number, epoch: number): number =>
  (seed * 1_000_003 + stage * 10_007 + epoch * 101) >>> 0;

/** Trains; yields what happens; returns all weights with the stage's best in place. */
export async function* runStage(run: StageRun): AsyncGenerator<TrainingEvent, Map<string, NamedArray>> {
  const { config, stage, data, base } = run;
  const layout = layOut(base, trainableNames([...base.keys()], stage.unfreezeFrom));
  const trainable = new Set(layout.names);
  const frozen = toTensors(new Map([...base].filter(([name]) => !trainable.has(name))));
  const shares = rateShares(layout, stage);
  const pool = createDropout(createRandom(config.seed));
  const scorer = createCiderD(data.train.ids.map((captions) => captions.map((words) => [...words, endId])));
  let adam: Adam = startAdam(run.resume?.flat?.value ?? flatten(layout, base));
  if (run.resume?.flat) {
    tf.dispose([adam.m, adam.v, adam.average]);
    const { m, v, average } = run.resume.flat;
    adam = {
      ...adam,
      steps: run.resume.progress.steps,
      m: tf.tensor1d(m),
      v: tf.tensor1d(v),
      average: tf.tensor1d(average),
    };
  }
  let best = run.resume?.flat?.best ?? flatten(layout, base);
  let bestCider = run.resume?.progress.bestCider ?? -1;
  let stale = run.resume?.progress.stale ?? 0;
  // The photos left over come in another epoch: batches of one size keep a graphics card's buffers.
  const perEpoch = Math.max(1, Math.floor(data.train.count / stage.batchImages));
  const search = {
    ...beamOptions(
      { config: { ...data.config, decoding: config.decoding }, counts: data.corpus.counts },
      config.validation.beam,
    ),
    batchImages: config.validation.batchImages,
  };

  for (let epoch = run.resume?.progress.epoch ?? 0; epoch < stage.epochs && stale < stage.patience; epoch++) {
    const random = createRandom(epochSeed(config.seed, run.stageIndex, epoch));
    const dropout = scaled(pool.withRandom(random), stage.dropoutScale);
    const order = shuffle(
      Array.from({ length: data.train.count }, (_, i) => i),
      random,
    );
    const startMs = run.nowMs();
    for (let step = 0; step < perEpoch; step++) {
      run.signal.throwIfAborted();
      const indices = order.slice(step * stage.batchImages, (step + 1) * stage.batchImages);
      const visual = await run.source.prepare(indices, random);
      const weights: Weights = { ...frozen, ...named(layout, cut(layout, adam.value)) };
      let lesson: Lesson;
      let grid = visual.grid;
      if (stage.kind === 'selfCritical') {
        const seen = tf.tidy(() => visual.grid(weights));
        lesson = await selfCriticalLesson(stage, run, seen, weights, indices, scorer, random);
        if (stage.unfreezeFrom === undefined) grid = () => seen;
        if (stage.unfreezeFrom !== undefined) seen.dispose();
      } else {
        lesson = crossEntropyLesson(stage, run, indices, random);
      }
      tf.dispose(layout.names.map((name) => weights[name] as tf.Tensor));
      const batch = toCaptionBatch(lesson.sentences, config.model.maxWords);
      const input: StepInput = {
        grid,
        batch,
        wordWeights: spread(lesson.weights, batch.mask, batch.wordCount),
        smoothing: spread(lesson.smoothing, batch.mask, 1),
        tagShares: data.train.tagShares(indices),
        semanticCount: config.model.semanticCount,
        dropout,
      };
      const rate =
        stage.rate * rateShare(adam.steps, stage.epochs * perEpoch, stage.warmUpSteps, stage.finalRateShare);
      const result = trainStep(adam, layout, frozen, input, stage, {
        shares,
        rate,
        clipNorm: stage.clipNorm,
        averageDecay: stage.averageDecay,
      });
      adam = result.adam;
      const [words, tags] = await Promise.all([result.losses.words.data(), result.losses.tags.data()]);
      assertNoGpuErrors();
      tf.dispose([
        result.losses.words,
        result.losses.tags,
        input.wordWeights,
        input.smoothing,
        input.tagShares,
        batch.inputs,
        batch.targets,
        batch.mask,
      ]);
      if (grid !== visual.grid) tf.dispose(grid({}));
      visual.dispose();
      const elapsed = (run.nowMs() - startMs) / 1000;
      const imagesPerSecond = ((step + 1) * stage.batchImages) / elapsed;
      yield {
        kind: 'step',
        stage: stage.name,
        epoch: epoch + 1,
        epochs: stage.epochs,
        step: step + 1,
        steps: perEpoch,
        loss: { words: words[0] ?? 0, tags: tags[0] ?? 0, reward: lesson.reward },
        rate,
        imagesPerSecond,
        secondsLeft:
          (elapsed / (step + 1)) * (perEpoch - step - 1) +
          (elapsed / (step + 1)) * perEpoch * (stage.epochs - epoch - 1),
      };
    }
    const averaged = stage.averageDecay > 0 ? adam.average : adam.value;
    const views = named(layout, cut(layout, averaged));
    const found = await validate(
      { ...frozen, ...views },
      data.config,
      data.validation,
      data.corpus.vocabulary,
      search,
    );
    tf.dispose({ ...views });
    const better = found.cider > bestCider;
    stale = better ? 0 : stale + 1;
    if (better) {
      bestCider = found.cider;
      best = await averaged.data<'float32'>();
    }
    const [value, m, v, average] = await Promise.all([
      adam.value.data(),
      adam.m.data(),
      adam.v.data(),
      adam.average.data(),
    ]);
    await run.save({
      progress: { stage: run.stageIndex, epoch: epoch + 1, steps: adam.steps, bestCider, stale },
      base,
      flat: { value, m, v, average, best } as Checkpoint['flat'],
    });
    yield {
      kind: 'validation',
      stage: stage.name,
      epoch: epoch + 1,
      cider: found.cider,
      distinct: found.distinct,
      vocabularyUsed: found.vocabularyUsed,
      best: better,
      examples: found.captions.slice(0, 3),
    };
  }
  disposeAdam(adam);
  tf.dispose({ ...frozen });
  shares.dispose();
  pool.dispose();
  return new Map([...base, ...unflatten(layout, best)]);
}
