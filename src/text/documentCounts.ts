/** In how many of some documents each item stands, in the order in which they come up first. */
export function documentCounts(documents: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const items of documents) for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
