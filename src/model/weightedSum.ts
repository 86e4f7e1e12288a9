// The linear model by which candidates are ranked and captions are believed, as config.json has it.

/** Features by name, and a weight for each. */
export interface Weighting {
  readonly features: readonly string[];
  readonly weights: readonly number[];
}

/** The features that the weighting names, each times its weight, added to `bias`. */
export function weightedSum(
  { features, weights }: Weighting,
  values: ReadonlyMap<string, number>,
  bias = 0,
): number {
  return features.reduce((sum, name, i) => sum + (weights[i] ?? 0) * (values.get(name) ?? 0), bias);
}
