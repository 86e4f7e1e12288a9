// The numbers that tests/fixtures/metrics/make.py got from the reference implementations.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const numbers = z.array(z.number());

const schema = z.object({
  corpus: z.object({
    bleu1: z.number(),
    bleu2: z.number(),
    bleu3: z.number(),
    bleu4: z.number(),
    meteor: z.number(),
    rougeL: z.number(),
    cider: z.number(),
  }),
  images: z.array(
    z.object({
      file: z.string(),
      candidate: z.string(),
      references: z.array(z.string()),
      bleu: numbers,
      meteor: z.number(),
      rougeL: z.number(),
      cider: z.number(),
    }),
  ),
  sentences: z.array(z.object({ text: z.string(), tokens: z.array(z.string()) })),
  stems: z.record(z.string(), z.string()),
  synonyms: z.record(z.string(), z.array(z.string())),
  tags: z.object({
    scores: z.array(numbers),
    truth: z.array(numbers),
    microF1: z.record(z.string(), z.number()),
    averagePrecisions: numbers,
    meanAveragePrecision: z.number(),
  }),
  calibration: z.object({
    confidences: numbers,
    outcomes: numbers,
    at: numbers,
    isotonic: numbers,
    platt: numbers,
  }),
});

const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/metrics/${name}`, import.meta.url), 'utf8'));

export const expected = schema.parse(readJson('expected.json'));

/** The captions as written, before tokenisation. */
export const captions = z
  .array(z.object({ file: z.string(), caption: z.string(), references: z.array(z.string()) }))
  .parse(readJson('captions.json'));

/** Words of a tokenised caption; none for the empty one. */
export const words = (caption: string): readonly string[] => caption.split(' ').filter((word) => word !== '');

export const candidates = expected.images.map(({ candidate }) => words(candidate));
export const references = expected.images.map((image) => image.references.map(words));
