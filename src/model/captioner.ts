// The photo captioner: encoder, tags, co-attention and word LSTM put together, for inference.
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';
import type { Weights } from '../tensor/weights.ts';
import { detokenize } from '../text/tokenize.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { FoundSentence } from './beamSearch.ts';
import { disposeSeen, look, say, type Findings } from './candidates.ts';
import type { Caption, CaptionOptions, CaptionResult, StageTimes, TagScore } from './caption.ts';
import { captionProbability } from './confidence.ts';
import type { CaptionerConfig } from './config.ts';
import { encodeImages, gridChannels, gridSide, normalisePixels } from './mobileNetV2.ts';
import { disposePrepared, prepareWords } from './preparedWords.ts';
import { createWordFacts, rankCandidates, type Ranked } from './ranking.ts';

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

function toCaption(sentence: FoundSentence, share: number, vocabulary: Vocabulary): Caption {
  const words = sentence.words.map(({ id, logProbability, attention }) => ({
    text: vocabulary.words[id] ?? '',
    probability: Math.exp(logProbability),
    attention: [...attention],
  }));
  return { text: detokenize(words.map((word) => word.text)), words, probability: share };
}

/** Probabilities of the sentences, of each to be the best of them. */
function shares(sentences: readonly Ranked[], sharpness: number): number[] {
  const top = Math.max(...sentences.map((sentence) => sentence.rank));
  const raised = sentences.map((sentence) => Math.exp((sentence.rank - top) * sharpness));
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
export async function createCaptioner(parts: CaptionerParts, nowMs: () => number): Promise<Captioner> {
  const { config, vocabulary, weights } = parts;
  const prepared = await prepareWords(weights);
  const facts = createWordFacts(vocabulary, parts.counts, parts.tags);

  function describe(findings: Findings, nBest: number): CaptionResult {
    const { tags } = findings;
    const sentences = rankCandidates(config.ranking, findings, facts);
    const probability = captionProbability(config.confidence, { sentences, tags, facts });
    const kept = sentences.slice(0, nBest);
    const parted = shares(kept, config.ranking.sharpness);
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
      return tf.reshape<tf.Rank.R3>(encoded, [images.length, gridSide * gridSide, gridChannels]);
    });
    const encodedMs = nowMs();
    const seen = await look(weights, config, grid);
    const taggedMs = nowMs();
    const found = await say(prepared, config, seen, options.beam);
    disposeSeen(seen);
    grid.dispose();
    const results = found.map((findings) => describe(findings, options.nBest));
    return {
      results,
      ms: { encode: encodedMs - startMs, tags: taggedMs - encodedMs, words: nowMs() - taggedMs },
    };
  }

  return {
    model: parts.model,
    inputSize: config.inputSize,
    caption,
    dispose: () => {
      disposePrepared(prepared);
      tf.dispose({ ...weights });
    },
  };
}
