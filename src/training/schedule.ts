// The learning rate: linear warm-up, then a half cosine (Loshchilov and Hutter 2017).

/** Share of the peak rate at `step` (from 0) of `steps`. */
export function rateShare(step: number, steps: number, warmUpSteps: number, finalShare: number): number {
  if (step < warmUpSteps) return (step + 1) / warmUpSteps;
  const done = Math.min(1, (step - warmUpSteps) / Math.max(1, steps - warmUpSteps));
  return finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * done));
}
