// The shape of a reporter: what config.json of its model folder holds.
import { z } from 'zod';
import { encoderInputSize } from '../mobileNetV2.ts';

/** What a train.json chooses and a config.json keeps. */
export const reporterSizes = {
  /** Units of both LSTMs, of topics, features and word embeddings. */
  hiddenSize: z.int().positive(),
  /** Units in which patches, tags and the state are compared. */
  attentionSize: z.int().positive(),
  /** Units of the tag classifier's hidden layer. */
  tagHiddenSize: z.int().positive(),
  /** Semantic features: the embeddings of at most so many asserted tags, beside one that is always there. */
  semanticCount: z.int().positive(),
  /** Longest sentence, in words. */
  maxWords: z.int().positive(),
  /** Most sentences of a section. */
  maxSentences: z.int().positive(),
};

/** The parts of a report that are drafted, in their order. */
export const sections = ['findings', 'impression'] as const;
export type Section = (typeof sections)[number];

/** What the gate tells apart. */
export const gateKinds = ['frontal', 'lateral', 'inverted', 'not-chest-x-ray'] as const;
export type GateKind = (typeof gateKinds)[number];

/** How sentences are searched for and chosen. */
export const reporterDecodingSchema = z.strictObject({
  /** Sentences kept at each step of a search. */
  beam: z.int().positive(),
  /** Scores are divided by length ** lengthPower. */
  lengthPower: z.number(),
  /** Drafts that are spoken, among which one is chosen. */
  drafts: z.int().positive(),
  /** A section ends where the stop probability reaches this. */
  stopAt: z.number().min(0).max(1),
});

export const reporterConfigSchema = z.strictObject({
  format: z.literal('ekphrasis/chest-xray-reporter'),
  formatVersion: z.literal(1),
  name: z.string().min(1),
  /** Side of the square input, in pixels. */
  inputSize: z.literal(encoderInputSize),
  /** Words known to the decoder, special ones included. */
  vocabularySize: z.int().positive(),
  tagCount: z.int().positive(),
  ...reporterSizes,
  decoding: reporterDecodingSchema,
  /** Tag logits are divided by it before they become probabilities (Guo et al. 2017), fitted on validation studies. */
  temperature: z.number().positive(),
  /** A tag is asserted from this probability on, one for each tag; chosen on validation studies. */
  thresholds: z.array(z.number()),
  /** Words by which reports name each tag, the most telling first; one list for each tag, maybe an empty one. */
  tagWords: z.array(z.array(z.string())),
  /** Share of the training reports whose findings have each phrase (see drafting/phrases.ts). */
  phrases: z.record(z.string(), z.number().min(0).max(1)),
});

export type ReporterConfig = Readonly<z.infer<typeof reporterConfigSchema>>;
