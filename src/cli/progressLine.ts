// One line that says how far a command is and how long it will take.

/** A bar, counts, speed and time left, cut to `columns` letters. */
export function progressLine(done: number, count: number, elapsedMs: number, columns: number): string {
  const filled = Math.floor((20 * done) / count);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}]`;
  const perSecond = elapsedMs > 0 ? (1000 * done) / elapsedMs : 0;
  const speed =
    done === 0 ? '' : `  ${perSecond.toFixed(1)} a second, ${clock((count - done) / perSecond)} left`;
  return `${bar} ${done} of ${count}${speed}`.slice(0, Math.max(0, columns - 1));
}

/** 75 -> 1:15; 3675 -> 1:01:15 */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}
