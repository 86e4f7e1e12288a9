// Ridge regression (Hoerl and Kennard 1970): a line through points that does not trust any one feature too much.

export interface Line {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Solves A x = b for a symmetric positive definite A (Cholesky). */
function solve(a: number[][], b: readonly number[]): number[] {
  const n = b.length;
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i++) {
    const li = l[i] as number[];
    for (let j = 0; j <= i; j++) {
      const lj = l[j] as number[];
      let sum = a[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (li[k] as number) * (lj[k] as number);
      li[j] = i === j ? Math.sqrt(sum) : sum / (lj[j] as number);
    }
  }
  const y: number[] = [];
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i]?.[k] as number) * (y[k] as number);
    y.push(sum / (l[i]?.[i] as number));
  }
  const x = y.map(() => 0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (l[k]?.[i] as number) * (x[k] as number);
    x[i] = sum / (l[i]?.[i] as number);
  }
  return x;
}

/**
 * Fits on features scaled to unit deviation; the weights are for the features as they are.
 * @param ridge added to each feature's sum of squares: the larger, the smaller the weights
 */
export function fitRidge(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  ridge: number,
): Line {
  const width = rows[0]?.length ?? 0;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const columns = Array.from({ length: width }, (_, j) => rows.map((row) => row[j] ?? 0));
  const centres = columns.map(mean);
  const scales = columns.map(
    (column, j) => Math.sqrt(mean(column.map((v) => (v - (centres[j] ?? 0)) ** 2))) || 1,
  );
  const scaled = rows.map((row) => row.map((v, j) => (v - (centres[j] ?? 0)) / (scales[j] ?? 1)));
  const centre = mean(targets);
  const gram = scales.map((_, i) =>
    scales.map(
      (_unused, j) =>
        scaled.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) + (i === j ? ridge : 0),
    ),
  );
  const moment = scales.map((_, j) =>
    scaled.reduce((sum, row, n) => sum + (row[j] ?? 0) * ((targets[n] ?? 0) - centre), 0),
  );
  const weights = solve(gram, moment).map((w, j) => w / (scales[j] ?? 1));
  return { weights, bias: centre - weights.reduce((sum, w, j) => sum + w * (centres[j] ?? 0), 0) };
}

export const applyLine = (line: Line, row: readonly number[]): number =>
  line.weights.reduce((sum, w, j) => sum + w * (row[j] ?? 0), line.bias);
