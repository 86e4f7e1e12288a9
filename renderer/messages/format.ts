// Numbers and dates as the system writes them.
const language = typeof navigator === 'undefined' ? 'en' : navigator.language;
const whole = new Intl.NumberFormat(language);
const tenth = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

export const count = (value: number): string => whole.format(value);
export const decimal = (value: number): string => tenth.format(value);
export const dateTime = (ms: number): string => moment.format(ms);

/** A probability 0..1; never "0 %" for what is only unlikely, never "100 %" for what is not certain. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.01) return `<${share.format(0.01)}`;
  if (probability < 1 && probability > 0.99) return `>${share.format(0.99)}`;
  return share.format(probability);
}
