// Left and right: a sentence may name a side only where the model looked at that side of the frontal film. On a film the
// patient's right is on the left.
import { patchesPerView } from '../model/reporter/studyFeatures.ts';
import { gridSide } from '../model/mobileNetV2.ts';

export type Side = 'left' | 'right';

/** The one side that a sentence names; undefined where it names none or both. */
export function namedSide(sentence: string): Side | undefined {
  const [left, right] = [/\bleft\b|\bleft-/i, /\bright\b|\bright-/i].map((words) => words.test(sentence));
  return left === right ? undefined : left ? 'left' : 'right';
}

/** Sum of the weights on the patches of the patient's left and right; the middle column counts for neither. */
function weightOn(side: Side, visualMap: Float32Array): number {
  let sum = 0;
  for (let patch = 0; patch < patchesPerView; patch++) {
    const offset = (patch % gridSide) - (gridSide - 1) / 2;
    if (side === 'left' ? offset > 0 : offset < 0) sum += visualMap[patch] ?? 0;
  }
  return sum;
}

/**
 * True when the sentence names no one side, or the model looked more at that side than at the other.
 * @param visualMap weights over the patches, frontal ones first (98)
 */
export function sideIsSeen(sentence: string, visualMap: Float32Array): boolean {
  const named = namedSide(sentence);
  if (named === undefined) return true;
  return weightOn(named, visualMap) > weightOn(named === 'left' ? 'right' : 'left', visualMap);
}
