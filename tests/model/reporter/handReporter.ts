// The sentence LSTM's equations in plain loops over one study and one section: Jing, Xie and Xing (2018), eq. 2-6. What
// is not there is left out altogether, where the model keeps it and gives it no weight.
import { patchesPerView } from '../../../src/model/reporter/studyFeatures.ts';
import type { NamedArray } from '../../../src/tensor/safetensors.ts';
import { handAttend, handCell, handMemory, type HandMemory, type HandState } from '../handComputed.ts';
import { dot, mean, plus, rowsOf, tanh, times, vectorOf, type Matrix, type Row } from '../plainMath.ts';
import type { TinyStudy } from './tinyDecoder.ts';

type Arrays = ReadonlyMap<string, NamedArray>;

/** Patches of the views that are there, and embeddings of the study itself and of its tags. */
export function handStudy(
  arrays: Arrays,
  { frontal, lateral }: TinyStudy,
  tags: readonly number[],
): HandMemory {
  const embedding = rowsOf(arrays, 'tags/embedding');
  const views = rowsOf(arrays, 'views/embedding');
  const shown = [frontal, lateral].map((film, view) =>
    handMemory(arrays, film ?? [], []).visual.map((patch) => plus(patch, views[view] ?? [])),
  );
  return {
    visual: shown.flat(),
    semantic: [embedding.length - 1, ...tags].map((tag) => embedding[tag] ?? []),
  };
}

/** The state before the first sentence of a section. */
export function handStartSection(arrays: Arrays, memory: HandMemory, section: number): HandState {
  const means = [...mean(memory.visual), ...mean(memory.semantic)];
  const both = tanh(
    plus(
      times(means, rowsOf(arrays, 'sentences/start/kernel')),
      rowsOf(arrays, 'sentences/start/sections')[section] ?? [],
    ),
  );
  return { h: both.slice(0, both.length / 2), c: both.slice(both.length / 2) };
}

export interface HandSentence {
  readonly state: HandState;
  readonly context: Row;
  readonly topic: Row;
  readonly stop: number;
  readonly visualMap: Row;
  readonly semanticMap: Row;
}

export function handSentence(
  arrays: Arrays,
  memory: HandMemory,
  state: HandState,
  before: Row,
): HandSentence {
  const { context, visualMap, semanticMap } = handAttend(arrays, memory, state.h);
  const gates = plus(
    times([...context, ...before, ...state.h], rowsOf(arrays, 'sentences/lstm/kernel')),
    vectorOf(arrays, 'sentences/lstm/bias'),
  );
  const now = handCell(gates, state);
  const topic = tanh(
    plus(
      plus(
        times(now.h, rowsOf(arrays, 'sentences/W_th')),
        times(context, rowsOf(arrays, 'sentences/W_tctx')),
      ),
      vectorOf(arrays, 'sentences/b_t'),
    ),
  );
  const halting = tanh(
    plus(
      times(state.h, rowsOf(arrays, 'sentences/W_stop_before')),
      times(now.h, rowsOf(arrays, 'sentences/W_stop_now')),
    ),
  );
  const column = rowsOf(arrays, 'sentences/W_stop').map((row) => row[0] ?? NaN);
  const stop = dot(halting, column) + (vectorOf(arrays, 'sentences/b_stop')[0] ?? NaN);
  return { state: now, context, topic, stop, visualMap, semanticMap };
}

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

/** The map over the patches that are there, at its place among those of both views. */
export function spreadMap(map: Row, { frontal, lateral }: TinyStudy): number[] {
  const first = frontal ? map.slice(0, patchesPerView) : zeros(patchesPerView);
  const second = lateral ? map.slice(-patchesPerView) : zeros(patchesPerView);
  return [...first, ...second];
}

/** The mean embedding of some words; zeros of none. */
export function handBag(arrays: Arrays, ids: readonly number[]): Row {
  const embedding: Matrix = rowsOf(arrays, 'words/embedding');
  return ids.length === 0 ? zeros(embedding[0]?.length ?? 0) : mean(ids.map((id) => embedding[id] ?? []));
}
