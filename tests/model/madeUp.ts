// Sentences made up, for tests of what ranks and judges them.
import type { FoundWord } from '../../src/model/beamSearch.ts';
import type { Ranked } from '../../src/model/ranking.ts';

export const saidWord = (
  id: number,
  logProbability: number,
  attention = Float32Array.of(0.75, 0.25),
): FoundWord => ({ id, logProbability, attention });

/** A sentence of these words, that fits nothing and ranks nowhere unless told. */
export function madeUp(words: readonly FoundWord[], known: Partial<Omit<Ranked, 'words'>> = {}): Ranked {
  const logProbability = words.reduce((sum, word) => sum + word.logProbability, 0);
  const nowhere = { match: 0, specificity: 0, place: 0, rank: 0 };
  return { words, logProbability, score: logProbability, ...nowhere, ...known };
}
