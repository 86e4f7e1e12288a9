// What a benchmark finds, and how it is shown: medians with their spread, side by side.
import { assert } from '../../src/errors.ts';

export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly runs: number;
}

/** One line of the table. */
export interface Measure {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'MB' | 'images/s';
  /** What it should stay below, or for images/s above. */
  readonly goal?: number;
  /** By column; undefined: not measured there. */
  readonly values: Readonly<Record<string, Spread | undefined>>;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [lowest, highest] = [sorted.at(0), sorted.at(-1)];
  assert(lowest !== undefined && highest !== undefined, 'nothing was measured');
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? lowest) + (sorted[Math.ceil(middle)] ?? highest)) / 2;
  return { median, lowest, highest, runs: sorted.length };
}

/** Three figures: 1.04, 12.3, 345. */
const figures = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

const cell = (spread: Spread | undefined): string =>
  spread === undefined
    ? 'skipped'
    : `${figures(spread.median)} (${figures(spread.lowest)} to ${figures(spread.highest)})`;

function goalText({ goal, unit }: Measure): string {
  if (goal === undefined) return '';
  return unit === 'images/s' ? `above ${goal}` : `below ${goal}`;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** The first two lines of a Markdown table; a `tableLine` for each measure comes after them. */
export const tableHead = (columns: readonly string[]): string =>
  line(['', 'unit', 'goal', ...columns]) + line(['---', '---', '---:', ...columns.map(() => '---:')]);

/** Median (lowest to highest) in each column. */
export const tableLine = (measure: Measure, columns: readonly string[]): string =>
  line([
    measure.name,
    measure.unit,
    goalText(measure),
    ...columns.map((column) => cell(measure.values[column])),
  ]);
