// The numbers that tests/fixtures/metrics/make.py got from the reference implementations.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const image = z.object({
  file: z.string(),
  candidate: z.string(),
  references: z.array(z.string()),
  bleu: z.array(z.number()),
  rougeL: z.number(),
  cider: z.number(),
});

const schema = z.object({ corpus: z.record(z.string(), z.number()), images: z.array(image) });

const text = readFileSync(new URL('../fixtures/metrics/expected.json', import.meta.url), 'utf8');

export const expected = schema.parse(JSON.parse(text));

/** Words of a tokenised caption; none for the empty one. */
export const words = (caption: string): readonly string[] => caption.split(' ').filter((word) => word !== '');

export const candidates = expected.images.map(({ candidate }) => words(candidate));
export const references = expected.images.map((each) => each.references.map(words));
