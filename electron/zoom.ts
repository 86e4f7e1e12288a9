// Zoom by steps that people know from browsers, 50 to 400 %.
const stepsPercent = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 350, 400] as const;

/** Factors come back from Chromium with rounding in their last digits. */
const tolerance = 0.5;

/** The next zoom factor in a direction, or the same at either end. */
export function nextZoom(factor: number, direction: 'in' | 'out'): number {
  const percent = factor * 100;
  const next =
    direction === 'in'
      ? stepsPercent.find((step) => step > percent + tolerance)
      : stepsPercent.findLast((step) => step < percent - tolerance);
  return next === undefined ? factor : next / 100;
}
