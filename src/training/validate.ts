// Captions validation photos with the weights of the moment and scores them.
import * as tf from '@tensorflow/tfjs-core';
import { cider } from '../evaluation/cider.ts';
import { beamSearch, type BeamOptions, type FoundSentence } from '../model/beamSearch.ts';
import { perceive } from '../model/captioner.ts';
import type { CaptionerConfig } from '../model/config.ts';
import type { Weights } from '../tensor/weights.ts';
import type { Vocabulary } from '../text/vocabulary.ts';

export interface ValidationPhotos {
  readonly count: number;
  /** Feature grids: [indices, 49, 1280]. */
  grids(weights: Weights, indices: readonly number[]): Promise<tf.Tensor3D>;
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

export interface CaptionAllOptions extends BeamOptions {
  /** Photos at once. */
  readonly batchImages: number;
  /** Looked at before each batch. */
  readonly signal?: AbortSignal | undefined;
}

/** The n-best sentences and tag probabilities of every photo. */
export async function captionAll(
  weights: Weights,
  config: Pick<CaptionerConfig, 'semanticCount' | 'maxWords'>,
  photos: ValidationPhotos,
  options: CaptionAllOptions,
): Promise<{ readonly sentences: (readonly FoundSentence[])[]; readonly tags: Float32Array[] }> {
  const sentences: (readonly FoundSentence[])[] = [];
  const tags: Float32Array[] = [];
  for (let from = 0; from < photos.count; from += options.batchImages) {
    options.signal?.throwIfAborted();
    const indices = Array.from(
      { length: Math.min(options.batchImages, photos.count - from) },
      (_, i) => from + i,
    );
    const grid = await photos.grids(weights, indices);
    const { probabilities, memory } = tf.tidy(() => {
      const seen = perceive(weights, config, grid);
      return { probabilities: tf.sigmoid(seen.tags), memory: seen.memory };
    });
    sentences.push(...(await beamSearch(weights, memory, options)));
    const all = await probabilities.data<'float32'>();
    const width = all.length / indices.length;
    tags.push(...indices.map((_, i) => all.slice(i * width, (i + 1) * width)));
    tf.dispose([grid, probabilities, { ...memory }]);
  }
  return { sentences, tags };
}

const bestWords = (sentences: readonly FoundSentence[], vocabulary: Vocabulary): string[] =>
  (sentences[0]?.words ?? []).map((word) => vocabulary.words[word.id] ?? '');

/** CIDEr of each photo's best caption, 0..10. */
export function ciderOfBest(
  sentences: readonly (readonly FoundSentence[])[],
  photos: ValidationPhotos,
  vocabulary: Vocabulary,
): readonly number[] {
  return cider(
    sentences.map((nBest) => bestWords(nBest, vocabulary)),
    photos.references,
  ).scores;
}

/** CIDEr and variety of the best captions. */
export async function validate(
  weights: Weights,
  config: Pick<CaptionerConfig, 'semanticCount' | 'maxWords'>,
  photos: ValidationPhotos,
  vocabulary: Vocabulary,
  options: CaptionAllOptions,
): Promise<Validation> {
  const { sentences } = await captionAll(weights, config, photos, options);
  const said = sentences.map((nBest) => bestWords(nBest, vocabulary));
  const captions = said.map((words) => words.join(' '));
  return {
    cider: cider(said, photos.references).score,
    distinct: new Set(captions).size / captions.length,
    vocabularyUsed: new Set(said.flat()).size,
    captions,
  };
}
