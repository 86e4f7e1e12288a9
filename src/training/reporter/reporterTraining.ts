// What a reporter's train.json holds: the data, the model's sizes, and how encoder, decoder and gate learn, with no
// hidden defaults.
import { z } from 'zod';
import { encoderParts } from '../../model/mobileNetV2.ts';
import { reporterDecodingSchema, reporterSizes } from '../../model/reporter/config.ts';

const course = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  epochs: z.int().positive(),
  /** Stops after this many epochs without a better validation score. */
  patience: z.int().positive(),
  /** Studies a step. */
  batchStudies: z.int().positive(),
  /** Adam's peak rate. */
  rate: z.number().positive(),
  /** Steps of linear warm-up; then a cosine down to `finalRateShare` of the peak. */
  warmUpSteps: z.int().min(0),
  finalRateShare: z.number().min(0).max(1),
  /** Gradients are scaled down to this global norm. */
  clipNorm: z.number().positive(),
  /** Decay of the running average of the weights, which is what is validated and kept; 0 for none. */
  averageDecay: z.number().min(0).max(1),
  /** Multiplies the dropout rates of the parts; 0 for none. */
  dropoutScale: z.number().min(0).max(2),
};

const encoderStageSchema = z.strictObject({
  ...course,
  /** The first encoder part that is trained (later ones too); undefined: tags alone, over the frozen encoder. */
  unfreezeFrom: z.enum(encoderParts as [string, ...string[]]).optional(),
  /** Peak rate for the unfrozen parts of the encoder. */
  encoderRate: z.number().min(0),
  /** Chance that a view of a study with two is left out. */
  viewDropout: z.number().min(0).max(1),
});

const decoderSchema = z.strictObject({
  ...course,
  /** Augmented views of each film in the feature cache, the film itself among them. */
  cachedViews: z.int().positive(),
  viewDropout: z.number().min(0).max(1),
  /** Chance that a tag of a study is not asserted in a step. */
  tagDropout: z.number().min(0).max(1),
  /** Share of the normal studies that a step's draw takes; the others come every epoch. */
  normalShare: z.number().min(0).max(1),
  labelSmoothing: z.number().min(0).max(0.5),
  /** Weight of the stop control in the loss, beside the words. */
  stopWeight: z.number().min(0),
  /** Weight of the attention penalty (see losses.ts). */
  attentionWeight: z.number().min(0),
  /** Only so many validation studies are drafted after an epoch, every so many epochs. */
  validationStudies: z.int().positive(),
  validateEvery: z.int().positive(),
});

const gateSchema = z.strictObject({
  /** A folder of photos (see captionDataset.ts) that are no X-rays, and how many of them to take. */
  photos: z.string(),
  photoCount: z.int().positive(),
  /** Ridge penalty of the logistic regression. */
  ridge: z.number().positive(),
  steps: z.int().positive(),
  rate: z.number().positive(),
});

export const reporterTrainingSchema = z.strictObject({
  format: z.literal('ekphrasis/reporter-training'),
  name: z.string().min(1),
  /** Paths are relative to the file. */
  data: z.string(),
  encoderWeights: z.string(),
  output: z.string(),
  seed: z.int(),
  model: z.strictObject({
    ...reporterSizes,
    /** Words that occur less often in the training reports are unknown to the model. */
    minWordCount: z.int().positive(),
    /** MeSH terms of fewer training studies are no tags. */
    minTagStudies: z.int().positive(),
  }),
  augmentation: z.strictObject({
    minCrop: z.number().min(0.1).max(1),
    /** A mirrored chest has its heart on the right. */
    flip: z.literal(false),
    colour: z.number().min(0).max(1),
  }),
  decoding: reporterDecodingSchema,
  encoder: z.array(encoderStageSchema).min(1),
  decoder: decoderSchema,
  gate: gateSchema,
});

export type ReporterTraining = Readonly<z.infer<typeof reporterTrainingSchema>>;
export type EncoderStage = ReporterTraining['encoder'][number];
export type DecoderStage = ReporterTraining['decoder'];
/** What all stages have. */
export type CourseSettings = Readonly<z.infer<z.ZodObject<typeof course>>>;
