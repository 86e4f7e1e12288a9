// What a train.json holds: the data, the model's sizes and the stages of training, with no hidden defaults.
import { z } from 'zod';
import { captionerSizes, decodingSchema } from '../model/config.ts';
import { encoderParts } from '../model/mobileNetV2.ts';

const rates = {
  /** Adam's peak rate for tags, attention and words. */
  rate: z.number().positive(),
  /** Peak rate for the unfrozen parts of the encoder. */
  encoderRate: z.number().min(0),
  /** Steps of linear warm-up; then a cosine down to `finalRateShare` of the peak. */
  warmUpSteps: z.int().min(0),
  finalRateShare: z.number().min(0).max(1),
  /** Gradients are scaled down to this global norm. */
  clipNorm: z.number().positive(),
  /** Decay of the running average of the weights, which is what is validated and kept; 0 for none. */
  averageDecay: z.number().min(0).max(1),
};

const common = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  epochs: z.int().positive(),
  /** Stops after this many epochs without a better validation CIDEr. */
  patience: z.int().positive(),
  /** Photos a step; each brings all its captions. */
  batchImages: z.int().positive(),
  /** Captions a photo in a step. */
  captionsPerImage: z.int().positive(),
  /** Features of the frozen encoder come from a cache of so many augmented views; 0: encode at each step. */
  cachedViews: z.int().min(0),
  /** The first encoder part that is trained (later ones too); undefined: the whole encoder is frozen. */
  unfreezeFrom: z.enum(encoderParts as [string, ...string[]]).optional(),
  tagWeight: z.number().min(0),
  /** Weight of the doubly stochastic attention penalty (Xu et al. 2015, eq. 14). */
  attentionWeight: z.number().min(0),
  labelSmoothing: z.number().min(0).max(0.5),
  /** Multiplies the dropout rates of the parts; 0 for none. */
  dropoutScale: z.number().min(0).max(2),
  ...rates,
};

const stageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('crossEntropy'), ...common }),
  z.strictObject({
    kind: z.literal('selfCritical'),
    ...common,
    /** Sentences drawn for each photo; their mean reward is the baseline of each other. */
    samples: z.int().min(2),
    temperature: z.number().positive(),
    /** Share of the cross-entropy in the loss. */
    crossEntropyWeight: z.number().min(0),
    /** Reward: CIDEr-D, less this times the mean CIDEr-D against other photos of the batch. */
    contrastWeight: z.number().min(0),
    contrastImages: z.int().min(0),
  }),
]);

const headSchema = z.strictObject({
  epochs: z.int().positive(),
  /** Photos a step. */
  batchImages: z.int().min(2),
  /** Adam's first rate; it falls to 0 by half a cosine. */
  rate: z.number().positive(),
  clipNorm: z.number().positive(),
});

export const trainingConfigSchema = z.strictObject({
  format: z.literal('ekphrasis/training'),
  name: z.string().min(1),
  /** Paths are relative to the file. */
  data: z.string(),
  encoderWeights: z.string(),
  output: z.string(),
  seed: z.int(),
  model: z.strictObject({
    ...captionerSizes,
    /** Words that occur less often in the training captions are unknown to the model. */
    minWordCount: z.int().positive(),
  }),
  augmentation: z.strictObject({
    /** Smallest side of a random crop, as a share of the photo. */
    minCrop: z.number().min(0.1).max(1),
    flip: z.boolean(),
    /** Largest change of brightness, contrast and saturation, as a share. */
    colour: z.number().min(0).max(1),
  }),
  validation: z.strictObject({
    beam: z.int().positive(),
    batchImages: z.int().positive(),
    /** Only so many validation photos while training; all of them for the last choice. */
    images: z.int().positive(),
  }),
  decoding: decodingSchema,
  stages: z.array(stageSchema).min(1),
  /** What is trained after the stages, on pooled features of the finished encoder. */
  heads: z.strictObject({
    /** The words' relevance to a photo. */
    relevance: headSchema,
    /** The joint space of photos and sentences. */
    joint: headSchema,
  }),
  /** What the ranking of the candidates is fitted to, in CIDEr (0..10). */
  ranking: z.strictObject({
    /** Worth of a mean n-gram precision of 1 (see bleu.ts), beside CIDEr. */
    precision: z.number().min(0),
    /** Added to the fitted weights: for each natural logarithm by which a caption fits this photo better than others. */
    specificity: z.number().min(0),
    /** Added to the fitted weights: for each rare word that the photo calls for. */
    rareWords: z.number().min(0),
  }),
});

export type TrainingConfig = Readonly<z.infer<typeof trainingConfigSchema>>;
export type Head = Readonly<z.infer<typeof headSchema>>;
export type Stage = TrainingConfig['stages'][number];
export type SelfCriticalStage = Extract<Stage, { kind: 'selfCritical' }>;
