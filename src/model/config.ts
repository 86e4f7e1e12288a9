// The shape of a captioner: what config.json of a model folder holds.
import { z } from 'zod';

/** What a train.json chooses and a config.json keeps. */
export const captionerSizes = {
  /** Units of the word LSTM, and of the word embedding that it shares with the output layer. */
  hiddenSize: z.int().positive(),
  /** Units in which visual patches, tags and the state are compared. */
  attentionSize: z.int().positive(),
  /** Units of the tag classifier's hidden layer. */
  tagHiddenSize: z.int().positive(),
  /** Number of tags. */
  tagCount: z.int().positive(),
  /** Semantic features: the embeddings of this many most probable tags. */
  semanticCount: z.int().positive(),
  /** Longest caption, in words. */
  maxWords: z.int().positive(),
};

export const captionerConfigSchema = z.strictObject({
  format: z.literal('ekphrasis/photo-captioner'),
  formatVersion: z.literal(1),
  name: z.string().min(1),
  /** Side of the square input, in pixels. */
  inputSize: z.literal(224),
  /** Words known to the decoder, special ones included. */
  vocabularySize: z.int().positive(),
  ...captionerSizes,
  decoding: z.strictObject({
    /** Beam scores are divided by length ** lengthPower. */
    lengthPower: z.number(),
    /** Subtracted from a word's log probability: this times the word's log frequency in the training captions. */
    frequencyPenalty: z.number().min(0),
  }),
  /** A logistic model of "the caption is good" (see confidence.ts), fitted on validation photos. */
  confidence: z.strictObject({
    features: z.array(z.string()),
    weights: z.array(z.number()),
    bias: z.number(),
    /** Below this probability a caption is hedged. */
    hedgeBelow: z.number(),
  }),
});

export type CaptionerConfig = Readonly<z.infer<typeof captionerConfigSchema>>;
