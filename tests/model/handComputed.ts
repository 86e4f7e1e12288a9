// The decoder's equations in plain loops over one image and one sentence: Jing et al. (2018), eq. 2-4, and an LSTM.
import type { NamedArray } from '../../src/tensor/safetensors.ts';
import {
  blend,
  dot,
  mean,
  plus,
  relu,
  rowsOf,
  sigmoid,
  softmax,
  tanh,
  times,
  vectorOf,
} from './plainMath.ts';
import type { Matrix, Row } from './plainMath.ts';

type Arrays = ReadonlyMap<string, NamedArray>;

export interface HandMemory {
  readonly visual: Matrix;
  readonly semantic: Matrix;
}

export const handMemory = (arrays: Arrays, grid: Matrix, semantic: Matrix): HandMemory => ({
  visual: grid.map((patch) =>
    relu(
      plus(
        times(patch, rowsOf(arrays, 'attention/visual/kernel')),
        vectorOf(arrays, 'attention/visual/bias'),
      ),
    ),
  ),
  semantic,
});

export function handAttend(
  arrays: Arrays,
  memory: HandMemory,
  h: Row,
): { context: number[]; visualMap: number[]; semanticMap: number[] } {
  const glimpse = (features: Matrix, keys: string, query: string, score: string): number[] => {
    const steer = times(h, rowsOf(arrays, query));
    const column = rowsOf(arrays, score).map((row) => row[0] ?? NaN);
    return softmax(features.map((x) => dot(tanh(plus(times(x, rowsOf(arrays, keys)), steer)), column)));
  };
  const visualMap = glimpse(memory.visual, 'attention/W_v', 'attention/W_vh', 'attention/W_vatt');
  const semanticMap = glimpse(memory.semantic, 'attention/W_a', 'attention/W_ah', 'attention/W_aatt');
  const both = [...blend(visualMap, memory.visual), ...blend(semanticMap, memory.semantic)];
  const context = plus(times(both, rowsOf(arrays, 'attention/W_fc')), vectorOf(arrays, 'attention/b_fc'));
  return { context, visualMap, semanticMap };
}

export interface HandState {
  readonly h: Row;
  readonly c: Row;
}

export function handStart(arrays: Arrays, memory: HandMemory): HandState {
  const means = [...mean(memory.visual), ...mean(memory.semantic)];
  const both = tanh(
    plus(times(means, rowsOf(arrays, 'words/start/kernel')), vectorOf(arrays, 'words/start/bias')),
  );
  return { h: both.slice(0, both.length / 2), c: both.slice(both.length / 2) };
}

export function handStep(
  arrays: Arrays,
  memory: HandMemory,
  state: HandState,
  id: number,
): { state: HandState; logits: number[]; visualMap: number[] } {
  const { context, visualMap } = handAttend(arrays, memory, state.h);
  return { ...handStepWith(arrays, context, state, id), visualMap };
}

/** The new state of an LSTM from its gates before their activations. */
export function handCell(gates: Row, state: HandState): HandState {
  const size = state.h.length;
  const gate = (n: number): number[] => gates.slice(n * size, (n + 1) * size);
  const [i, f, g, o] = [gate(0), gate(1), gate(2), gate(3)];
  const c = state.c.map(
    (last, k) => sigmoid(f[k] ?? NaN) * last + sigmoid(i[k] ?? NaN) * Math.tanh(g[k] ?? NaN),
  );
  return { h: c.map((value, k) => sigmoid(o[k] ?? NaN) * Math.tanh(value)), c };
}

/** A word further, from the context that it reads. */
export function handStepWith(
  arrays: Arrays,
  context: Row,
  state: HandState,
  id: number,
): { state: HandState; logits: number[] } {
  const embedding = rowsOf(arrays, 'words/embedding');
  const word = embedding[id] ?? [];
  const gates = plus(
    plus(times(word, rowsOf(arrays, 'words/lstm/wordKernel')), vectorOf(arrays, 'words/lstm/bias')),
    times([...context, ...state.h], rowsOf(arrays, 'words/lstm/stateKernel')),
  );
  const { h, c } = handCell(gates, state);
  const deep = tanh(
    plus(
      times([...h, ...context, ...word], rowsOf(arrays, 'words/output/kernel')),
      vectorOf(arrays, 'words/output/bias'),
    ),
  );
  const logits = plus(
    embedding.map((row) => dot(deep, row)),
    vectorOf(arrays, 'words/output/vocabularyBias'),
  );
  return { state: { h, c }, logits };
}
