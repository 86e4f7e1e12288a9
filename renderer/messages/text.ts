// The catalogue in the person's language; English where there is none yet.
import { en, type Catalogue } from './en.ts';

const catalogues: Readonly<Record<string, Catalogue>> = { en };

function pick(languages: readonly string[]): Catalogue {
  for (const language of languages) {
    const catalogue = catalogues[language.split('-')[0] ?? ''];
    if (catalogue) return catalogue;
  }
  return en;
}

export const text: Catalogue = pick(typeof navigator === 'undefined' ? [] : navigator.languages);
