// Linear algebra in plain loops, to compute by hand what the model computes with tensors.
import type { NamedArray } from '../../src/tensor/safetensors.ts';

export type Row = readonly number[];
export type Matrix = readonly Row[];

/** The rows of a weight; a vector has one. */
export function rowsOf(arrays: ReadonlyMap<string, NamedArray>, name: string): Matrix {
  const array = arrays.get(name);
  if (!array) throw new Error(`no array ${name}`);
  const width = array.shape.at(-1) ?? 1;
  return Array.from({ length: array.data.length / width }, (_, r) => [
    ...array.data.subarray(r * width, (r + 1) * width),
  ]);
}

export const vectorOf = (arrays: ReadonlyMap<string, NamedArray>, name: string): Row =>
  rowsOf(arrays, name)[0] ?? [];

/** row x matrix */
export const times = (row: Row, matrix: Matrix): number[] =>
  (matrix[0] ?? []).map((_, j) => row.reduce((sum, value, i) => sum + value * (matrix[i]?.[j] ?? NaN), 0));

export const plus = (a: Row, b: Row): number[] => a.map((value, i) => value + (b[i] ?? NaN));
export const relu = (row: Row): number[] => row.map((value) => Math.max(0, value));
export const tanh = (row: Row): number[] => row.map(Math.tanh);
export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
export const dot = (a: Row, b: Row): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);

export function softmax(row: Row): number[] {
  const raised = row.map((value) => Math.exp(value));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

/** sum of weights[i] * rows[i] */
export const blend = (weights: Row, rows: Matrix): number[] =>
  (rows[0] ?? []).map((_, j) => weights.reduce((sum, w, i) => sum + w * (rows[i]?.[j] ?? NaN), 0));

export const mean = (rows: Matrix): number[] =>
  blend(
    rows.map(() => 1 / rows.length),
    rows,
  );

/** Rows of uniform numbers in -1..1. */
export const randomRows = (count: number, width: number, next: () => number): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: width }, () => next() * 2 - 1));
