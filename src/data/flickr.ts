// The Flickr form: { name?, images: [{ file, split: train | val | test | none, captions }] }.
import { z } from 'zod';
import { firstImage, property, type AnnotationFormat } from './annotationFormat.ts';

const schema = z
  .object({
    name: z.string().optional(),
    images: z.array(
      z.object({
        file: z.string().min(1),
        split: z.enum(['train', 'val', 'test', 'none']),
        captions: z.array(z.string()).min(1),
      }),
    ),
  })
  .transform(({ name, images }) => ({
    name,
    annotations: images.map(({ file, split, captions }) => ({
      file,
      paths: [file],
      captions,
      split: split === 'none' ? undefined : split,
    })),
  }));

export const flickrFormat: AnnotationFormat = {
  name: 'Flickr',
  matches: (json) => {
    const image = firstImage(json);
    return property(image, 'captions') !== undefined && property(image, 'split') !== undefined;
  },
  schema,
};
