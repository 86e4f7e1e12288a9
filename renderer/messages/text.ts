// The catalogue in the language that the window speaks now.
import type { Language } from '../../src/ipc.ts';
import { el } from './el.ts';
import { en, type Catalogue } from './en.ts';
import { spokenLanguage } from './language.svelte.ts';

/** One a language: what is missing or misspelt in one does not compile. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, el };

/** Looks up at each reading: `text.app.close`, read while drawing, follows the language. */
export const text: Catalogue = new Proxy(en, {
  get: (_, section: keyof Catalogue) => catalogues[spokenLanguage()][section],
});
