// Numbers for n-grams: every distinct n-gram of words (or of word ids) gets one integer, so that the
// metrics count and compare integers. Built as a trie: an n-gram is its first n-1 words and one more.

/** A word, or its number in a vocabulary. One caption set uses one of the two throughout. */
export type Token = string | number;

/** Longest n-gram that any of the metrics looks at. */
export const maxOrder = 4;

/** The empty n-gram, prefix of every unigram; real n-grams are numbered from 1. */
const root = 0;
/** Distinct words that fit beside a prefix in one exact integer (2^20, leaving 2^33 for prefixes). */
const tokenLimit = 0x10_0000;

export interface NgramTable {
  /** The number of each n-gram of a sentence, added where new: `[order - 1][position]`. */
  readonly add: (sentence: readonly Token[]) => readonly (readonly number[])[];
  /** The same without adding: unknown n-grams get numbers above `size()` that hold for this call alone. */
  readonly find: (sentence: readonly Token[]) => readonly (readonly number[])[];
  /** The largest number given so far. */
  readonly size: () => number;
}

/** An empty table of the 1-grams to 4-grams of the sentences that will be added. */
export function createNgramTable(): NgramTable {
  const tokens = new Map<Token, number>();
  const ngrams = new Map<number, number>();

  const tokenNumber = (token: Token): number => {
    let number = tokens.get(token);
    if (number === undefined) {
      if (tokens.size + 1 >= tokenLimit / 2)
        throw new Error('Bug: too many different words for an n-gram table');
      number = tokens.size;
      tokens.set(token, number);
    }
    return number;
  };

  /** Walks all n-grams; `child` numbers the n-gram made of a prefix and one more word. */
  const walk = (words: readonly number[], child: (key: number) => number): number[][] => {
    const byOrder: number[][] = [];
    let prefixes: number[] = words.map(() => root);
    for (let order = 1; order <= maxOrder; order++) {
      const count = Math.max(0, words.length - order + 1);
      const ids = new Array<number>(count);
      for (let i = 0; i < count; i++) {
        ids[i] = child((prefixes[i] as number) * tokenLimit + (words[i + order - 1] as number));
      }
      byOrder.push(ids);
      prefixes = ids;
    }
    return byOrder;
  };

  return {
    add: (sentence) =>
      walk(sentence.map(tokenNumber), (key) => {
        let id = ngrams.get(key);
        if (id === undefined) {
          id = ngrams.size + 1;
          ngrams.set(key, id);
        }
        return id;
      }),
    find: (sentence) => {
      const newTokens = new Map<Token, number>();
      const newNgrams = new Map<number, number>();
      const words = sentence.map((token) => {
        let number = tokens.get(token) ?? newTokens.get(token);
        if (number === undefined) {
          number = tokenLimit / 2 + newTokens.size;
          newTokens.set(token, number);
        }
        return number;
      });
      return walk(words, (key) => {
        let id = ngrams.get(key) ?? newNgrams.get(key);
        if (id === undefined) {
          id = ngrams.size + 1 + newNgrams.size;
          newNgrams.set(key, id);
        }
        return id;
      });
    },
    size: () => ngrams.size,
  };
}

/** How often each n-gram occurs. */
export function countNgrams(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
