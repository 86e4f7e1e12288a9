// The photo captioner: encoder, tags, co-attention and word LSTM put together, for inference.
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';
import type { Weights } from '../tensor/weights.ts';
import { lemmaOf } from '../text/lemma.ts';
import { detokenize } from '../text/tokenize.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { beamSearch, type BeamOptions, type FoundSentence } from './beamSearch.ts';
import type { Caption, CaptionOptions, CaptionResult, StageTimes, TagScore } from './caption.ts';
import { prepareMemory, type Memory } from './coAttention.ts';
import { captionProbability } from './confidence.ts';
import type { CaptionerConfig } from './config.ts';
import { encodeImages, gridChannels, gridSide, normalisePixels } from './mobileNetV2.ts';
import { semanticFeatures, tagLogits } from './tagClassifier.ts';
import { withOutputMatrix } from './wordLstm.ts';

/** Interleaved 8-bit sRGB, `inputSize` pixels square: data has inputSize * inputSize * 3 bytes. */
export interface EncoderInput {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface Captioner {
  /** Name and content hash, e.g. `photo-captioner@1f3a9c2b`. */
  readonly model: string;
  /** Side of the square input in pixels (224); pictures are squashed to it. */
  readonly inputSize: number;
  /** Captions a batch of pictures; results in the same order. `ms` is for the whole batch. */
  caption(
    images: readonly EncoderInput[],
    options: CaptionOptions,
  ): Promise<{ readonly results: readonly CaptionResult[]; readonly ms: Omit<StageTimes, 'decode'> }>;
  dispose(): void;
}

/** Everything of a model folder, in memory. */
export interface CaptionerParts {
  /** Name and content hash. */
  readonly model: string;
  readonly config: CaptionerConfig;
  readonly weights: Weights;
  readonly vocabulary: Vocabulary;
  /** Occurrences of each word in the training captions. */
  readonly counts: readonly number[];
  readonly tags: readonly string[];
}

/** Ranking bonus of each word: -penalty * log frequency, so that rare words are not drowned by frequent ones. */
export function frequencyBonus(counts: readonly number[], penalty: number): Float32Array | undefined {
  if (penalty === 0) return undefined;
  const total = counts.reduce((a, b) => a + b, 0);
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : -penalty * Math.log(count / total)));
}

/** The tag that each word stands for: its lemma's, so that "dogs" points to "dog". */
export function tagOfWordId(
  vocabulary: Vocabulary,
  tags: readonly string[],
): (id: number) => number | undefined {
  const known = new Set(vocabulary.words);
  const tagIds = new Map(tags.map((tag, i) => [tag, i]));
  const byWord = vocabulary.words.map((word) => tagIds.get(lemmaOf(word, known)));
  return (id) => byWord[id];
}

/** [n, 224, 224, 3] of 8-bit values. */
function stackImages(images: readonly EncoderInput[], side: number): tf.Tensor4D {
  const size = side * side * 3;
  const all = new Float32Array(images.length * size);
  for (const [i, image] of images.entries()) {
    assert(image.data.length === size, `an image has ${image.data.length} bytes, expected ${size}`);
    all.set(image.data, i * size);
  }
  return tf.tensor4d(all, [images.length, side, side, 3]);
}

/** Feature grids, tag logits and the memory of a batch of normalised images. */
export function perceive(
  weights: Weights,
  config: Pick<CaptionerConfig, 'semanticCount'>,
  grid: tf.Tensor3D,
): { readonly tags: tf.Tensor2D; readonly memory: Memory } {
  const logits = tagLogits(weights, grid);
  const memory = prepareMemory(weights, grid, semanticFeatures(weights, logits, config.semanticCount));
  return { tags: logits, memory };
}

/** How far a search may go, from the model's config and what the person asked for. */
export function beamOptions(parts: Pick<CaptionerParts, 'config' | 'counts'>, beam: number): BeamOptions {
  const { maxWords, decoding } = parts.config;
  return {
    beam,
    maxWords,
    lengthPower: decoding.lengthPower,
    bonus: frequencyBonus(parts.counts, decoding.frequencyPenalty),
  };
}

function toCaption(sentence: FoundSentence, share: number, vocabulary: Vocabulary): Caption {
  const words = sentence.words.map(({ id, logProbability, attention }) => ({
    text: vocabulary.words[id] ?? '',
    probability: Math.exp(logProbability),
    attention: [...attention],
  }));
  return { text: detokenize(words.map((word) => word.text)), words, probability: share };
}

/** Probabilities of the sentences among themselves. */
function shares(sentences: readonly FoundSentence[]): number[] {
  const top = Math.max(...sentences.map((sentence) => sentence.score));
  const raised = sentences.map((sentence) => Math.exp(sentence.score - top));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

function topTags(probabilities: Float32Array, tags: readonly string[], count: number): TagScore[] {
  return tags
    .map((tag, i) => ({ tag, probability: probabilities[i] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);
}

const shownTags = 20;

/** Puts a model folder's parts to work. Owns the weights: dispose() frees them. */
export function createCaptioner(parts: CaptionerParts, nowMs: () => number): Captioner {
  const { config, vocabulary } = parts;
  const weights = withOutputMatrix(parts.weights);
  const tagOfWord = tagOfWordId(vocabulary, parts.tags);

  function describe(sentences: readonly FoundSentence[], tags: Float32Array, nBest: number): CaptionResult {
    const probability = captionProbability(config.confidence, { sentences, tags, tagOfWord });
    const kept = sentences.slice(0, nBest);
    const parted = shares(kept);
    return {
      captions: kept.map((sentence, i) => toCaption(sentence, parted[i] ?? 0, vocabulary)),
      probability,
      hedged: probability < config.confidence.hedgeBelow,
      tags: topTags(tags, parts.tags, shownTags),
      model: parts.model,
    };
  }

  async function caption(
    images: readonly EncoderInput[],
    options: CaptionOptions,
  ): ReturnType<Captioner['caption']> {
    const startMs = nowMs();
    const grid = tf.tidy(() => {
      const encoded = encodeImages(weights, normalisePixels(stackImages(images, config.inputSize)));
      return tf.reshape(encoded, [images.length, gridSide * gridSide, gridChannels]);
    });
    const encodedMs = nowMs();
    const { probabilities, memory } = tf.tidy(() => {
      const seen = perceive(weights, config, grid as tf.Tensor3D);
      return { probabilities: tf.sigmoid(seen.tags), memory: seen.memory };
    });
    const tags = await probabilities.data<'float32'>();
    const taggedMs = nowMs();
    const found = await beamSearch(weights, memory, beamOptions(parts, options.beam));
    tf.dispose([grid, probabilities, { ...memory }]);
    const count = parts.tags.length;
    const results = found.map((sentences, i) =>
      describe(sentences, tags.slice(i * count, (i + 1) * count), options.nBest),
    );
    return {
      results,
      ms: { encode: encodedMs - startMs, tags: taggedMs - encodedMs, words: nowMs() - taggedMs },
    };
  }

  return {
    model: parts.model,
    inputSize: config.inputSize,
    caption,
    dispose: () => tf.dispose({ ...weights }),
  };
}
