// Batched beam search with length normalisation: the n-best sentences of several images at once, each word with its
// probability and attention map. No trigram stands twice in a sentence; padding, start and unknown never appear.
// With guidance there are several searches an image, side by side, each drawn more or less strongly to the words that
// fit the image: what they find differs more than what one wide search finds, at the same cost.
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';
import { endId, padId, startId, unknownId } from '../text/vocabulary.ts';
import type { WordDecoder } from './wordDecoder.ts';
import type { LstmState } from './wordLstm.ts';

export interface BeamOptions {
  /** Sentences kept at each step of a search. */
  readonly beam: number;
  /** Longest sentence, in words. */
  readonly maxWords: number;
  /** Scores are divided by length ** lengthPower. */
  readonly lengthPower: number;
  /** Words that are never said, beside padding, start and unknown. */
  readonly forbidden?: readonly number[] | undefined;
  /** Undefined: one search an image, led by the words' probabilities alone. */
  readonly guidance?: Guidance | undefined;
}

export interface Guidance {
  /** What each word gains in each image, natural logarithm: [images][vocabulary]. */
  readonly gains: readonly Float32Array[];
  /**
   * One search for each: so many times the gains are added to the words' log probabilities while it chooses. What a
   * word would gain is taken from it once the sentence has said it.
   */
  readonly strengths: readonly number[];
}

export interface FoundWord {
  readonly id: number;
  readonly logProbability: number;
  /** Attention over the patches, sums to 1; empty for a decoder that looks once a sentence. */
  readonly attention: Float32Array;
}

export interface FoundSentence {
  /** Without start and end. */
  readonly words: readonly FoundWord[];
  /** Sum over the words and the end, natural logarithm. */
  readonly logProbability: number;
  /** The log probability, divided by length ** lengthPower. */
  readonly score: number;
}

interface Hypothesis {
  readonly words: readonly FoundWord[];
  readonly logProbability: number;
  /** Log probability with the gains. */
  readonly ranked: number;
}

/** A hypothesis that ended; `rank` is its log probability with the gains, divided by length ** lengthPower. */
interface Ended extends FoundSentence {
  readonly rank: number;
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

/** The beams of one search. */
interface Search {
  /** What the search adds to each word's log probability: [vocabulary]. */
  readonly bias: Float32Array;
  alive: readonly Hypothesis[];
  readonly finished: Ended[];
  done: boolean;
}

const neverSaid: readonly number[] = [padId, startId, unknownId];

/** The searches of one image: forbidden words far away, gains added. */
function startSearches(
  vocabularySize: number,
  gains: Float32Array | undefined,
  strengths: readonly number[],
  forbidden: readonly number[],
): Search[] {
  const empty: Hypothesis = { words: [], logProbability: 0, ranked: 0 };
  return strengths.map((strength) => {
    const bias = gains ? gains.map((gain) => strength * gain) : new Float32Array(vocabularySize);
    for (const id of [...neverSaid, ...forbidden]) bias[id] = -1e9;
    return { bias, alive: [empty], finished: [], done: false };
  });
}

interface StepRow {
  readonly ids: Int32Array;
  readonly ranked: Float32Array;
}

/** The best candidates of one search from its beams' best words, best first. */
function expand(search: Search, rows: readonly StepRow[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [parent, hypothesis] of search.alive.entries()) {
    const row = rows[parent];
    assert(row !== undefined, 'a beam has no row');
    for (const [k, id] of row.ids.entries()) {
      const bias = search.bias[id] as number;
      // What draws a word once counts against it when it was said: no "black and black dog".
      const isRepeated = bias > 0 && hypothesis.words.some((word) => word.id === id);
      const gain = (row.ranked[k] as number) - (isRepeated ? 2 * bias : 0);
      if (gain < -1e8 || (hypothesis.words.length === 0 && id === endId)) continue;
      if (repeatsTrigram(hypothesis.words, id)) continue;
      const logProbability = hypothesis.logProbability + (row.ranked[k] as number) - bias;
      candidates.push({ parent, id, logProbability, ranked: hypothesis.ranked + gain });
    }
  }
  return candidates.sort((a, b) => b.ranked - a.ranked);
}

const normalised = (logProbability: number, words: number, lengthPower: number): number =>
  logProbability / (words + 1) ** lengthPower;

const ended = ({ words, logProbability, ranked }: Hypothesis, lengthPower: number): Ended => ({
  words,
  logProbability,
  score: normalised(logProbability, words.length, lengthPower),
  rank: normalised(ranked, words.length, lengthPower),
});

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
      search.finished.push(ended({ words, logProbability, ranked }, options.lengthPower));
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
  search.finished.sort((a, b) => b.rank - a.rank);
  const best = alive[0];
  const worst = search.finished[options.beam - 1];
  const reach = best ? normalised(best.ranked, best.words.length, options.lengthPower) : -Infinity;
  search.done = alive.length === 0 || (worst !== undefined && worst.rank >= reach);
  return parents;
}

/** Words, scores and maps of one step, downloaded. */
async function stepOnce(
  decoder: WordDecoder,
  state: LstmState,
  ids: readonly number[],
  bias: tf.Tensor2D,
  take: number,
): Promise<{ readonly state: LstmState; readonly rows: StepRow[]; readonly maps: Float32Array }> {
  const [images, beams] = state.h.shape;
  const step = tf.tidy(() => {
    const next = decoder.step(state, ids);
    const { values, indices } = tf.topk(tf.add(tf.logSoftmax(next.logits), bias), take); // [images * K, take]
    return { h: next.state.h, c: next.state.c, values, indices, maps: next.visualMap ?? tf.zeros([1]) };
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

/** The states of those rows, so that each beam continues its parent: as many rows for each image as `order` has. */
function follow(state: LstmState, order: readonly number[]): LstmState {
  const pick = (x: tf.Tensor3D): tf.Tensor3D =>
    tf.tidy(() => {
      const [images, beams, size] = x.shape;
      const rows = tf.gather(tf.reshape(x, [images * beams, size]), tf.tensor1d([...order], 'int32'));
      return tf.reshape(rows, [images, order.length / images, size]);
    });
  const next = { h: pick(state.h), c: pick(state.c) };
  tf.dispose([state.h, state.c]);
  return next;
}

/** What a search found: one that ran out of words keeps what it has. */
function settle(search: Search, options: BeamOptions): readonly Ended[] {
  const { beam, lengthPower } = options;
  if (search.finished.length > 0) return search.finished.slice(0, beam);
  return search.alive.map((hypothesis) => ended(hypothesis, lengthPower)).slice(0, beam);
}

/** What the searches of one image found, each sentence once, most probable first. */
function merge(searches: readonly Search[], options: BeamOptions): readonly FoundSentence[] {
  const found = new Map<string, FoundSentence>();
  for (const { words, logProbability, score } of searches.flatMap((search) => settle(search, options))) {
    found.set(words.map((word) => word.id).join(' '), { words, logProbability, score });
  }
  return [...found.values()].sort((a, b) => b.score - a.score);
}

/** The searches' biases, one row for each of their beams: [searches * beam, vocabulary]. */
function stackBiases(searches: readonly Search[], beam: number): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = tf.stack(searches.map(({ bias }) => tf.tensor1d(bias))); // [searches, vocabulary]
    const size = rows.shape[1] as number;
    const each = tf.tile(tf.reshape(rows, [searches.length, 1, size]), [1, beam, 1]);
    return tf.reshape(each, [searches.length * beam, size]);
  });
}

/** Searches that are done leave; each image keeps as many as the image that has most, its last ones idle if need be. */
function keepAlive(byImage: readonly (readonly Search[])[]): (readonly Search[])[] {
  const alive = byImage.map((own) => own.filter((search) => !search.done));
  const most = Math.max(...alive.map((own) => own.length));
  return alive.map((own, i) => {
    const idle = byImage[i]?.filter((search) => search.done) ?? [];
    return [...own, ...idle].slice(0, most);
  });
}

/**
 * @param decoder of n images
 * @returns for each image up to `beam` sentences a search, most probable first
 */
export async function beamSearch(
  decoder: WordDecoder,
  options: BeamOptions,
): Promise<readonly (readonly FoundSentence[])[]> {
  const { images, patches, vocabularySize } = decoder;
  const { beam, guidance } = options;
  const strengths = guidance?.strengths ?? [0];
  const all = Array.from({ length: images }, (_, i) =>
    startSearches(vocabularySize, guidance?.gains[i], strengths, options.forbidden ?? []),
  );
  // As many more as a sentence may have words, since those may be held back.
  const take = Math.min(vocabularySize, 2 * beam + options.maxWords);
  let running: readonly (readonly Search[])[] = all;
  let biases = stackBiases(all.flat(), beam);
  let state: LstmState = tf.tidy(() => decoder.start(strengths.length * beam));
  let ids = Array.from({ length: images * strengths.length * beam }, () => startId);
  for (let length = 0; length < options.maxWords && running.flat().length > 0; length++) {
    const step = await stepOnce(decoder, state, ids, biases, take);
    tf.dispose([state.h, state.c]);
    /** For each search, the rows that its beams go on from, and their last words. */
    const next = new Map<Search, { readonly order: number[]; readonly ids: number[] }>();
    for (const [index, search] of running.flat().entries()) {
      const from = index * beam;
      const order = Array.from({ length: beam }, (_, k) => from + k);
      const last = order.map(() => padId);
      next.set(search, { order, ids: last });
      if (search.done) continue;
      const candidates = expand(search, step.rows.slice(from, from + beam));
      const maps = step.maps.subarray(from * patches, (from + beam) * patches);
      for (const [k, parent] of advance(search, candidates, maps, patches, options).entries()) {
        order[k] = from + parent;
        last[k] = search.alive[k]?.words.at(-1)?.id ?? padId;
      }
    }
    const before = running.flat();
    running = keepAlive(running);
    const kept = running.flat();
    ids = kept.flatMap((search) => next.get(search)?.ids ?? []);
    const order = kept.flatMap((search) => next.get(search)?.order ?? []);
    state = kept.length > 0 ? follow(step.state, order) : step.state;
    if (kept.length > 0 && before.some((search, i) => search !== kept[i])) {
      biases.dispose();
      biases = stackBiases(kept, beam);
    }
  }
  tf.dispose([state.h, state.c, biases]);
  return all.map((own) => merge(own, options));
}
