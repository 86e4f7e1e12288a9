// Times as reports carry them: the clock on the wall and how far it is from UTC.

/** ISO 8601 with seconds and offset, as `2026-03-01T14:05:00+02:00`. */
export function localTime(date: Date): string {
  const offsetMinutes = -date.getTimezoneOffset();
  const wall = new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const minutes = Math.abs(offsetMinutes);
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
