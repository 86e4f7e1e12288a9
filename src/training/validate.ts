// Captions validation photos with the weights of the moment, the decoder alone, and scores them.
import * as tf from '@tensorflow/tfjs-core';
import { cider } from '../evaluation/cider.ts';
import { beamSearch, type BeamOptions, type FoundSentence } from '../model/beamSearch.ts';
import { perceive } from '../model/candidates.ts';
import { plainDecoder } from '../model/wordDecoder.ts';
import type { CaptionerConfig } from '../model/config.ts';
import type { Weights } from '../tensor/weights.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { forEachBatch, type FindAllOptions, type GridSource } from './findAll.ts';

export interface ValidationPhotos extends GridSource {
  /** References of each photo as words. */
  readonly references: readonly (readonly (readonly string[])[])[];
}

export interface Validation {
  /** As pycocoevalcap has it, 0..10. */
  readonly cider: number;
  /** Share of captions that no other photo got. */
  readonly distinct: number;
  readonly vocabularyUsed: number;
  readonly captions: readonly string[];
}

export const wordsOf = ({ words }: Pick<FoundSentence, 'words'>, vocabulary: Vocabulary): string[] =>
  words.map((word) => vocabulary.words[word.id] ?? '');

/** CIDEr and variety of the most probable captions. */
export async function validate(
  weights: Weights,
  config: Pick<CaptionerConfig, 'semanticCount' | 'maxWords'>,
  photos: ValidationPhotos,
  vocabulary: Vocabulary,
  options: BeamOptions & FindAllOptions,
): Promise<Validation> {
  const said: string[][] = [];
  await forEachBatch(weights, photos, options, async (grid) => {
    const memory = tf.tidy(() => perceive(weights, config, grid).memory);
    const found = await beamSearch(plainDecoder(weights, memory), options);
    tf.dispose({ ...memory });
    said.push(...found.map(([best]) => (best ? wordsOf(best, vocabulary) : [])));
  });
  const captions = said.map((words) => words.join(' '));
  return {
    cider: cider(said, photos.references).score,
    distinct: new Set(captions).size / captions.length,
    vocabularyUsed: new Set(said.flat()).size,
    captions,
  };
}
