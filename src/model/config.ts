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
  /** Units of the hidden layer that predicts the words' relevance. */
  relevanceHiddenSize: z.int().positive(),
  /** Units of the hidden layer between a photo and its place in the joint space, and dimensions of that space. */
  jointHiddenSize: z.int().positive(),
  jointSize: z.int().positive(),
  /** Training photos kept as places in the joint space, to tell what is specific from what fits any photo. */
  jointPhotos: z.int().positive(),
};

/** How captions are searched for. */
export const decodingSchema = z.strictObject({
  /** Scores are divided by length ** lengthPower. */
  lengthPower: z.number(),
  /** One search for each: so many times the words' relevance is added to their log probabilities. */
  guidance: z.array(z.number()).min(1).max(8),
});

export const captionerConfigSchema = z.strictObject({
  format: z.literal('ekphrasis/photo-captioner'),
  formatVersion: z.literal(2),
  name: z.string().min(1),
  /** Side of the square input, in pixels. */
  inputSize: z.literal(224),
  /** Words known to the decoder, special ones included. */
  vocabularySize: z.int().positive(),
  ...captionerSizes,
  decoding: decodingSchema,
  /** The order of the candidates: a linear model (see ranking.ts), fitted on validation photos. */
  ranking: z.strictObject({
    features: z.array(z.string()),
    weights: z.array(z.number()),
    /** A softmax over so many times the ranks gives the candidates' probabilities of being the best. */
    sharpness: z.number().positive(),
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
