// What the model sees in some photos, and the sentences that may caption them with all that speaks for each: the way
// from feature grids to captions, for the captioner, for evaluation and for fitting the ranking.
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../tensor/weights.ts';
import { beamSearch, type FoundSentence } from './beamSearch.ts';
import { prepareMemory, type Memory } from './coAttention.ts';
import type { CaptionerConfig } from './config.ts';
import { fitSentences, placePhotos, type Fit } from './jointSpace.ts';
import { semanticFeatures, tagLogits } from './tagClassifier.ts';
import { preparedDecoder, type PreparedWords } from './preparedWords.ts';
import { foretellWords } from './wordRelevance.ts';

/** A sentence that may caption a photo. */
export type Candidate = FoundSentence & Fit;

/** What the model found in one photo. */
export interface Findings {
  /** Probability of each tag. */
  readonly tags: Float32Array;
  /** Of each word of the vocabulary: p(w | photo), and its relevance. */
  readonly wordProbabilities: Float32Array;
  readonly relevance: Float32Array;
  /** The most probable sentence first. */
  readonly candidates: readonly Candidate[];
}

/** What the model sees in a batch of photos, before it says anything. */
export interface Seen {
  /** Probabilities of the tags: one row a photo. */
  readonly tags: readonly Float32Array[];
  /** Of the words: p(w | photo), and their relevance: one row a photo. */
  readonly wordProbabilities: readonly Float32Array[];
  readonly relevance: readonly Float32Array[];
  readonly memory: Memory;
  /** Places in the joint space: [n, jointSize] */
  readonly photos: tf.Tensor2D;
}

/** Tag logits and the memory of a batch of feature grids. */
export function perceive(
  weights: Weights,
  config: Pick<CaptionerConfig, 'semanticCount'>,
  grid: tf.Tensor3D,
): { readonly tags: tf.Tensor2D; readonly memory: Memory } {
  const logits = tagLogits(weights, grid);
  const memory = prepareMemory(weights, grid, semanticFeatures(weights, logits, config.semanticCount));
  return { tags: logits, memory };
}

async function rowsOf(matrix: tf.Tensor2D): Promise<Float32Array[]> {
  const [rows, size] = matrix.shape;
  const values = await matrix.data<'float32'>();
  return Array.from({ length: rows }, (_, row) => values.slice(row * size, (row + 1) * size));
}

/**
 * Looks at photos; disposeSeen() frees what it holds.
 * @param grid feature grids: [n, 49, 1280]
 */
export async function look(
  weights: Weights,
  config: Pick<CaptionerConfig, 'semanticCount'>,
  grid: tf.Tensor3D,
): Promise<Seen> {
  const { tags, probabilities, relevance, ...kept } = tf.tidy(() => {
    const seen = perceive(weights, config, grid);
    const pooled = tf.mean<tf.Tensor2D>(grid, 1); // [n, 1280]
    return {
      tags: tf.sigmoid(seen.tags),
      ...foretellWords(weights, pooled),
      memory: seen.memory,
      photos: placePhotos(weights, pooled),
    };
  });
  const rows = await Promise.all([tags, probabilities, relevance].map(rowsOf));
  tf.dispose([tags, probabilities, relevance]);
  const [tagRows = [], wordRows = [], relevanceRows = []] = rows;
  return { tags: tagRows, wordProbabilities: wordRows, relevance: relevanceRows, ...kept };
}

export function disposeSeen({ memory, photos }: Seen): void {
  tf.dispose([photos, { ...memory }]);
}

/**
 * Finds sentences for photos that were looked at.
 * @param beam width of each of the searches, one for each of the config's `guidance`
 */
export async function say(
  prepared: PreparedWords,
  config: Pick<CaptionerConfig, 'maxWords' | 'decoding'>,
  seen: Seen,
  beam: number,
): Promise<readonly Findings[]> {
  const { maxWords, decoding } = config;
  const decoder = preparedDecoder(prepared, seen.memory);
  const found = await beamSearch(decoder, {
    beam,
    maxWords,
    lengthPower: decoding.lengthPower,
    guidance: { gains: seen.relevance, strengths: decoding.guidance },
  });
  decoder.dispose();
  const ids = found.map((sentences) => sentences.map(({ words }) => words.map((word) => word.id)));
  const fits = await fitSentences(prepared.weights, seen.photos, ids, maxWords);
  return found.map((sentences, i) => ({
    tags: seen.tags[i] ?? new Float32Array(),
    wordProbabilities: seen.wordProbabilities[i] ?? new Float32Array(),
    relevance: seen.relevance[i] ?? new Float32Array(),
    candidates: sentences.map((sentence, k) => ({ ...sentence, ...(fits[i]?.[k] as Fit) })),
  }));
}
