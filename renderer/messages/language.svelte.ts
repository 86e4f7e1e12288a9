// The language that the window speaks. Whatever reads it while it draws is drawn anew when another is chosen.
import { languageOf, type Language, type Settings } from '../../src/ipc.ts';

const preferred: readonly string[] = typeof navigator === 'undefined' ? [] : navigator.languages;

let language: Language = $state(languageOf('system', preferred));
/** A BCP 47 tag: how numbers and dates are written. */
let locale = $state(localeOf('system', preferred));

export const spokenLanguage = (): Language => language;
export const spokenLocale = (): string => locale;

/** From now on the window speaks what was chosen. */
export function speak(choice: Settings['language']): Language {
  const next = languageOf(choice, preferred);
  language = next;
  locale = localeOf(choice, preferred);
  return next;
}

/**
 * The person's own variant of the language (en-GB, el-CY). A system in a language that we have no words in keeps its
 * numbers and dates, until a language is chosen.
 */
export function localeOf(choice: Settings['language'], tags: readonly string[]): string {
  const spoken = languageOf(choice, tags);
  const own = tags.find((tag) => tag.split('-')[0] === spoken);
  return own ?? (choice === 'system' ? tags[0] : undefined) ?? spoken;
}
