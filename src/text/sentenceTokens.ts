// A report's sentence as the model reads and writes it: lower-case words, with , ; : and / apart, and the way back.

/**
 * Stands for every number: sizes, ribs, vertebrae (T8), doses. It is a class, so that the sentences with one can be
 * learnt whole; a decoder must never say it, as no size can be read off a squashed film.
 */
export const numberToken = '<number>';

const token = /(?<number>[a-z]*\d+(?:\.\d+)?(?:st|nd|rd|th)?(?![a-z]*\d))|\p{L}+(?:['-]\p{L}+)*|[,;:/]/gu;

/** Words that stand in capitals in print. */
const capitals = new Set(
  (
    'ap pa ct mri kub copd chf ards cabg tavr icd aicd picc svc ivc ng og et ett ij iv tb hiv aids dish ' +
    'ebv cmv bcg gi ekg orif vp'
  ).split(' '),
);

/** "There is a 3.5 cm nodule, T8/T9." gives there, is, a, <number>, cm, nodule, ",", <number>, /, <number>. */
export function sentenceTokens(sentence: string): string[] {
  const text = sentence.toLowerCase().normalize('NFKC').replace(/[’`]/g, "'");
  return Array.from(text.matchAll(token), ({ 0: word, groups }) =>
    groups?.['number'] === undefined ? word : numberToken,
  );
}

/** Tokens as a sentence: a capital first, a full stop last, no space before a comma; '' of none. */
export function printSentence(tokens: readonly string[]): string {
  const text = tokens
    .map((word) => (capitals.has(word) ? word.toUpperCase() : word))
    .join(' ')
    .replace(/ ([,;:])/g, '$1')
    .replace(/\b[bst]-(?=[a-z])/g, (letter) => letter.toUpperCase())
    .replaceAll(' / ', '/');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
