// The n-best list as it lies in the library: words as JSON, attention maps as bytes, a fifth of the size of JSON alone.
import { assert } from '../errors.ts';
import type { Caption } from '../model/caption.ts';

export interface StoredCandidates {
  readonly words: string;
  /** One byte a patch, 255 where a word looked most; words in the order of `words`. */
  readonly attention: Uint8Array;
}

interface CompactCaption {
  readonly text: string;
  readonly probability: number;
  /** Text, probability, patches of its map. */
  readonly words: readonly (readonly [string, number, number])[];
}

/** Packs captions; a map keeps 8 bits of precision. */
export function packCandidates(captions: readonly Caption[]): StoredCandidates {
  const compact: CompactCaption[] = captions.map(({ text, probability, words }) => ({
    text,
    probability,
    words: words.map((word) => [word.text, Number(word.probability.toPrecision(5)), word.attention.length]),
  }));
  const maps = captions.flatMap(({ words }) => words.map(({ attention }) => attention));
  const attention = new Uint8Array(maps.reduce((length, map) => length + map.length, 0));
  let offset = 0;
  for (const map of maps) {
    const most = map.reduce((max, value) => Math.max(max, value), 0);
    attention.set(
      map.map((value) => (most > 0 ? Math.round((255 * value) / most) : 0)),
      offset,
    );
    offset += map.length;
  }
  return { words: JSON.stringify(compact), attention };
}

/** Unpacks what `packCandidates` made; every map sums to 1 again. */
export function unpackCandidates({ words, attention }: StoredCandidates): readonly Caption[] {
  let offset = 0;
  const captions = (JSON.parse(words) as CompactCaption[]).map((caption): Caption => ({
    text: caption.text,
    probability: caption.probability,
    words: caption.words.map(([text, probability, patches]) => {
      const map = attention.subarray(offset, offset + patches);
      offset += patches;
      const sum = map.reduce((total, value) => total + value, 0);
      return { text, probability, attention: Array.from(map, (value) => (sum > 0 ? value / sum : 0)) };
    }),
  }));
  assert(offset === attention.length, 'attention maps do not match their words');
  return captions;
}
