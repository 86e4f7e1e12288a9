// Numbers and dates as the language of the window writes them.
import { spokenLocale } from './language.svelte.ts';

const formatsOf = (locale: string) => ({
  whole: new Intl.NumberFormat(locale),
  tenth: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  share: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
});

const made = new Map<string, ReturnType<typeof formatsOf>>();

/** Making one costs more than all that it formats on a screen. */
function formats(): ReturnType<typeof formatsOf> {
  const locale = spokenLocale();
  const known = made.get(locale) ?? formatsOf(locale);
  made.set(locale, known);
  return known;
}

export const count = (value: number): string => formats().whole.format(value);
export const decimal = (value: number): string => formats().tenth.format(value);
export const dateTime = (ms: number): string => formats().moment.format(ms);

/** A probability 0..1; never "0 %" for what is only unlikely, never "100 %" for what is not certain. */
export function percent(probability: number): string {
  const { share } = formats();
  if (probability > 0 && probability < 0.01) return `<${share.format(0.01)}`;
  if (probability < 1 && probability > 0.99) return `>${share.format(0.99)}`;
  return share.format(probability);
}
