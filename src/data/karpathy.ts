// Karpathy splits (dataset_flickr8k.json, dataset_coco.json, ...): { dataset, images: [{ filename, filepath?, split,
// sentences: [{ raw, tokens }] }] }. What COCO keeps as restval is trained on, as everyone does.
import { z } from 'zod';
import { firstImage, property, type AnnotationFormat } from './annotationFormat.ts';

const sentence = z
  .object({ raw: z.string().optional(), tokens: z.array(z.string()).optional() })
  .refine(
    ({ raw, tokens }) => raw !== undefined || tokens !== undefined,
    'a sentence has neither raw nor tokens',
  )
  .transform(({ raw, tokens }) => raw ?? (tokens ?? []).join(' '));

const schema = z
  .object({
    dataset: z.string().optional(),
    images: z.array(
      z.object({
        filename: z.string().min(1),
        filepath: z.string().optional(),
        split: z.enum(['train', 'restval', 'val', 'test']),
        sentences: z.array(sentence).min(1),
      }),
    ),
  })
  .transform(({ dataset, images }) => ({
    name: dataset,
    annotations: images.map(({ filename, filepath, split, sentences }) => ({
      file: filename,
      paths: filepath ? [`${filepath}/${filename}`, filename] : [filename],
      captions: sentences,
      split: split === 'restval' ? ('train' as const) : split,
    })),
  }));

export const karpathyFormat: AnnotationFormat = {
  name: 'Karpathy split',
  matches: (json) => property(firstImage(json), 'sentences') !== undefined,
  schema,
};
