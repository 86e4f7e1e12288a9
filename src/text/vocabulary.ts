// The words that a decoder knows, by id. Four special ones come first.
import { AppError } from '../errors.ts';

export const padId = 0;
export const startId = 1;
export const endId = 2;
export const unknownId = 3;
const specials: readonly string[] = ['<pad>', '<start>', '<end>', '<unk>'];

export interface Vocabulary {
  readonly words: readonly string[];
  readonly idOf: ReadonlyMap<string, number>;
}

/** From the list on disk. @throws AppError model/damaged */
export function createVocabulary(words: readonly string[]): Vocabulary {
  const idOf = new Map(words.map((word, id) => [word, id]));
  if (idOf.size !== words.length || specials.some((word, id) => words[id] !== word)) {
    throw new AppError(
      'model/damaged',
      'The vocabulary is damaged: special words are missing or a word stands twice.',
    );
  }
  return { words, idOf };
}

/** Every word that occurs at least `minCount` times, most frequent first, ties by spelling. */
export function buildVocabulary(captions: readonly (readonly string[])[], minCount: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const words of captions) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= minCount);
  kept.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return createVocabulary([...specials, ...kept.map(([word]) => word)]);
}

/** Ids of the words, unknown ones as `<unk>`; without start and end. */
export function toIds(vocabulary: Vocabulary, words: readonly string[]): number[] {
  return words.map((word) => vocabulary.idOf.get(word) ?? unknownId);
}
