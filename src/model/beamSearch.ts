// Batched beam search with length normalisation: the n-best sentences of several images at once, each word with its
// probability and attention map. No trigram stands twice in a sentence; padding, start and unknown never appear.
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';
import type { Weights } from '../tensor/weights.ts';
import { endId, padId, startId, unknownId } from '../text/vocabulary.ts';
import type { Memory } from './coAttention.ts';
import { startState, stepWord, type LstmState } from './wordLstm.ts';

export interface BeamOptions {
  /** Sentences kept at each step. */
  readonly beam: number;
  /** Longest sentence, in words. */
  readonly maxWords: number;
  /** Scores are divided by length ** lengthPower. */
  readonly lengthPower: number;
  /** Added to each word's log probability for ranking only: [vocabulary]; undefined for none. */
  readonly bonus?: Float32Array | undefined;
}

export interface FoundWord {
  readonly id: number;
  readonly logProbability: number;
  /** Attention over the patches, sums to 1. */
  readonly attention: Float32Array;
}

export interface FoundSentence {
  /** Without start and end. */
  readonly words: readonly FoundWord[];
  /** Sum over the words and the end, natural logarithm. */
  readonly logProbability: number;
  /** What the search ranked by. */
  readonly score: number;
}

interface Hypothesis {
  readonly words: readonly FoundWord[];
  readonly logProbability: number;
  /** Log probability with the bonuses. */
  readonly ranked: number;
}

interface Candidate {
  readonly parent: number;
  readonly id: number;
  readonly logProbability: number;
  readonly ranked: number;
}

/** True when the word would repeat three words that stand in the sentence already. */
export function repeatsTrigram(words: readonly { readonly id: number }[], next: number): boolean {
  const a = words.at(-2)?.id;
  const b = words.at(-1)?.id;
  if (a === undefined || b === undefined) return false;
  return words.some((word, i) => word.id === a && words[i + 1]?.id === b && words[i + 2]?.id === next);
}

/** The beams of one image. */
interface Search {
  alive: readonly Hypothesis[];
  readonly finished: FoundSentence[];
  done: boolean;
}

const forbidden: readonly number[] = [padId, startId, unknownId];

/** Log probabilities for ranking: forbidden words far away, bonuses added. */
function rankingBias(vocabularySize: number, bonus: Float32Array | undefined): Float32Array {
  const bias = bonus ? Float32Array.from(bonus) : new Float32Array(vocabularySize);
  for (const id of forbidden) bias[id] = -1e9;
  return bias;
}

interface StepRow {
  readonly ids: Int32Array;
  readonly ranked: Float32Array;
}

/** The best candidates of one image from its beams' best words, best first. */
function expand(search: Search, rows: readonly StepRow[], bias: Float32Array): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [parent, hypothesis] of search.alive.entries()) {
    const row = rows[parent];
    assert(row !== undefined, 'a beam has no row');
    for (const [k, id] of row.ids.entries()) {
      const gain = row.ranked[k] as number;
      if (gain < -1e8 || (hypothesis.words.length === 0 && id === endId)) continue;
      if (repeatsTrigram(hypothesis.words, id)) continue;
      const logProbability = hypothesis.logProbability + gain - (bias[id] as number);
      candidates.push({ parent, id, logProbability, ranked: hypothesis.ranked + gain });
    }
  }
  return candidates.sort((a, b) => b.ranked - a.ranked);
}

const normalised = (ranked: number, words: number, lengthPower: number): number =>
  ranked / (words + 1) ** lengthPower;

/** Moves aside what ends among the best `beam` candidates, keeps the best `beam` others; returns each one's parent. */
function advance(
  search: Search,
  candidates: readonly Candidate[],
  maps: Float32Array,
  patches: number,
  options: BeamOptions,
): number[] {
  const alive: Hypothesis[] = [];
  const parents: number[] = [];
  for (const [rank, candidate] of candidates.slice(0, 2 * options.beam).entries()) {
    const { parent, id, logProbability, ranked } = candidate;
    const words = search.alive[parent]?.words ?? [];
    if (id === endId) {
      if (rank >= options.beam) continue;
      search.finished.push({
        words,
        logProbability,
        score: normalised(ranked, words.length, options.lengthPower),
      });
    } else if (alive.length < options.beam) {
      const attention = maps.slice(parent * patches, (parent + 1) * patches);
      const last = search.alive[parent]?.logProbability ?? 0;
      alive.push({
        words: [...words, { id, logProbability: logProbability - last, attention }],
        logProbability,
        ranked,
      });
      parents.push(parent);
    }
  }
  search.alive = alive;
  search.finished.sort((a, b) => b.score - a.score);
  const best = alive[0];
  const worst = search.finished[options.beam - 1];
  const reach = best ? normalised(best.ranked, best.words.length, options.lengthPower) : -Infinity;
  search.done = alive.length === 0 || (worst !== undefined && worst.score >= reach);
  return parents;
}

/** Words, scores and maps of one step, downloaded. */
async function stepOnce(
  weights: Weights,
  memory: Memory,
  state: LstmState,
  ids: readonly number[],
  bias: tf.Tensor1D,
  take: number,
): Promise<{ readonly state: LstmState; readonly rows: StepRow[]; readonly maps: Float32Array }> {
  const [images, beams] = state.h.shape;
  const step = tf.tidy(() => {
    const next = stepWord(weights, memory, state, tf.tensor2d([...ids], [images, beams], 'int32'));
    const { values, indices } = tf.topk(tf.add(tf.logSoftmax(next.logits), bias), take); // [images * K, take]
    return { h: next.state.h, c: next.state.c, values, indices, maps: next.visualMap };
  });
  const [ranked, words, maps] = await Promise.all([
    step.values.data<'float32'>(),
    step.indices.data<'int32'>(),
    step.maps.data<'float32'>(),
  ]);
  tf.dispose([step.values, step.indices, step.maps]);
  const rows = Array.from({ length: images * beams }, (_, row) => ({
    ids: words.slice(row * take, (row + 1) * take),
    ranked: ranked.slice(row * take, (row + 1) * take),
  }));
  return { state: { h: step.h, c: step.c }, rows, maps };
}

/** Reorders the states so that each beam continues its parent. */
function follow(state: LstmState, order: readonly number[]): LstmState {
  const pick = (x: tf.Tensor3D): tf.Tensor3D =>
    tf.tidy(() => {
      const [images, beams, size] = x.shape;
      const rows = tf.gather(tf.reshape(x, [images * beams, size]), tf.tensor1d([...order], 'int32'));
      return tf.reshape(rows, [images, beams, size]);
    });
  const next = { h: pick(state.h), c: pick(state.c) };
  tf.dispose([state.h, state.c]);
  return next;
}

/** A search that ran out of words keeps what it has. */
function settle(search: Search, options: BeamOptions): readonly FoundSentence[] {
  if (search.finished.length === 0) {
    for (const { words, logProbability, ranked } of search.alive) {
      search.finished.push({
        words,
        logProbability,
        score: normalised(ranked, words.length, options.lengthPower),
      });
    }
  }
  return search.finished.sort((a, b) => b.score - a.score).slice(0, options.beam);
}

/**
 * @param memory features of n images
 * @returns for each image up to `beam` sentences, best first
 */
export async function beamSearch(
  weights: Weights,
  memory: Memory,
  options: BeamOptions,
): Promise<readonly (readonly FoundSentence[])[]> {
  const images = memory.visual.shape[0];
  const patches = memory.visual.shape[1];
  const { beam } = options;
  let state: LstmState = tf.tidy(() => startState(weights, memory, beam));
  const vocabularySize = (weights['words/embedding'] as tf.Tensor2D).shape[0];
  const bias = rankingBias(vocabularySize, options.bonus);
  const biasTensor = tf.tensor1d(bias);
  const take = Math.min(vocabularySize, 2 * beam + 4);
  const empty: Hypothesis = { words: [], logProbability: 0, ranked: 0 };
  const searches: Search[] = Array.from({ length: images }, () => ({
    alive: [empty],
    finished: [],
    done: false,
  }));
  let ids = Array.from({ length: images * beam }, () => startId);
  for (let length = 0; length < options.maxWords && searches.some((search) => !search.done); length++) {
    const step = await stepOnce(weights, memory, state, ids, biasTensor, take);
    tf.dispose([state.h, state.c]);
    const order = Array.from({ length: images * beam }, (_, row) => row);
    ids = order.map(() => padId);
    for (const [image, search] of searches.entries()) {
      if (search.done) continue;
      const from = image * beam;
      const candidates = expand(search, step.rows.slice(from, from + beam), bias);
      const maps = step.maps.subarray(from * patches, (from + beam) * patches);
      for (const [k, parent] of advance(search, candidates, maps, patches, options).entries()) {
        order[from + k] = from + parent;
        ids[from + k] = search.alive[k]?.words.at(-1)?.id ?? padId;
      }
    }
    state = follow(step.state, order);
  }
  tf.dispose([state.h, state.c, biasTensor]);
  return searches.map((search) => settle(search, options));
}
