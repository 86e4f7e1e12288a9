// What the sentence LSTM reads of the sentence before: the mean embedding of its words.
import * as tf from '@tensorflow/tfjs-core';
import { weight, type Weights } from '../../tensor/weights.ts';
import { sections } from './config.ts';

/**
 * Words of sentences as shares over the vocabulary, which times the embedding are its means; zeros of no words.
 * @param sentences word ids
 * @returns [sentences, vocabulary]
 */
export function wordShares(sentences: readonly (readonly number[])[], vocabularySize: number): tf.Tensor2D {
  const shares = new Float32Array(sentences.length * vocabularySize);
  for (const [row, ids] of sentences.entries()) {
    for (const id of ids) {
      const place = row * vocabularySize + id;
      shares[place] = (shares[place] ?? 0) + 1 / ids.length;
    }
  }
  return tf.tensor2d(shares, [sentences.length, vocabularySize]);
}

/**
 * Mean word embeddings of a sentence of each section of each study.
 * @param sentences word ids, study by study and section by section: n * sections
 * @returns [n, sections, hidden]
 */
export function meanWords(weights: Weights, sentences: readonly (readonly number[])[]): tf.Tensor3D {
  return tf.tidy(() => {
    const embedding = weight(weights, 'words/embedding');
    const [vocabulary, hidden] = embedding.shape;
    const means = tf.matMul(wordShares(sentences, vocabulary), embedding);
    return tf.reshape(means, [sentences.length / sections.length, sections.length, hidden]);
  });
}
