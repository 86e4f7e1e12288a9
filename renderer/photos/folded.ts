// Words as the search compares them: "Θάλασσα", "θαλασσα" and "ΘΑΛΑΣΣΑ" are the same, and so are "café" and "CAFE".

/** Accents of Greek, Latin and Cyrillic letters; points and vowels of other scripts are not among them. */
const accents = /[\u0300-\u036f]/g;

/** Without accents, in lower case, with one sigma; also for names that a file system has taken apart. */
export const folded = (words: string): string =>
  words.normalize('NFD').replace(accents, '').toLowerCase().replaceAll('ς', 'σ');
