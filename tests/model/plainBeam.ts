// One guided beam search over one image in plain loops, from the decoder's log probabilities: what the batched search
// must find. The special words and repeated trigrams are left out before the beam is filled.
import { repeatsTrigram } from '../../src/model/beamSearch.ts';
import { endId, unknownId } from '../../src/text/vocabulary.ts';
import { nextWords, type SentenceModel } from './sentenceModel.ts';

export interface Spoken {
  readonly ids: readonly number[];
  readonly logProbability: number;
  readonly score: number;
}

interface Path {
  readonly ids: readonly number[];
  readonly logProbability: number;
  /** With the gains. */
  readonly ranked: number;
}

export interface PlainOptions {
  readonly beam: number;
  readonly maxWords: number;
  readonly lengthPower: number;
  /** Added to each word's log probability, or, if it is a gain and the word was said, taken from it: [vocabulary]. */
  readonly bias: ArrayLike<number>;
}

/** Every way to go on from a beginning, to another word or to the end. */
function goOn(model: SentenceModel, path: Path, bias: ArrayLike<number>): (Path & { readonly id: number })[] {
  const said = path.ids.map((id) => ({ id }));
  return nextWords(model, path.ids).flatMap((gain, id) => {
    const isEnd = id === endId;
    if ((id <= unknownId && !isEnd) || (isEnd && path.ids.length === 0) || repeatsTrigram(said, id))
      return [];
    const logProbability = path.logProbability + gain;
    const own = bias[id] ?? NaN;
    const ranked = path.ranked + gain + (own > 0 && path.ids.includes(id) ? -own : own);
    return [{ id, ids: isEnd ? path.ids : [...path.ids, id], logProbability, ranked }];
  });
}

/** Most probable first. */
export function plainBeam(model: SentenceModel, options: PlainOptions): Spoken[] {
  const { beam, maxWords, lengthPower, bias } = options;
  const normalised = (value: number, { ids }: Path): number => value / (ids.length + 1) ** lengthPower;
  const rankOf = (path: Path): number => normalised(path.ranked, path);
  let alive: Path[] = [{ ids: [], logProbability: 0, ranked: 0 }];
  let ended: Path[] = [];
  for (let length = 0; length < maxWords && alive.length > 0; length++) {
    const all = alive.flatMap((path) => goOn(model, path, bias)).sort((a, b) => b.ranked - a.ranked);
    ended.push(...all.slice(0, beam).filter(({ id }) => id === endId));
    ended = ended.sort((a, b) => rankOf(b) - rankOf(a)).slice(0, beam);
    alive = all.filter(({ id }) => id !== endId).slice(0, beam);
    const [best, worst] = [alive[0], ended[beam - 1]];
    // The best beginning is worth what it would be if it ended here for nothing.
    if (best && worst && rankOf(worst) >= rankOf(best)) break;
  }
  const found = ended.length > 0 ? ended : alive;
  return found
    .map((path) => ({
      ids: path.ids,
      logProbability: path.logProbability,
      score: normalised(path.logProbability, path),
    }))
    .sort((a, b) => b.score - a.score);
}
