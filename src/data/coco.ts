// COCO captions, for evaluation alone: every photo is 'test'. Either COCO's own file ({ images: [{ id, file_name }],
// annotations: [{ image_id, caption }] }) or the short form with captions in the images ({ images: [{ file, captions }] }).
import { z } from 'zod';
import { firstImage, property, type Annotation, type AnnotationFormat } from './annotationFormat.ts';

const testImage = (file: string, captions: readonly string[]): Annotation => ({
  file,
  paths: [file],
  captions,
  split: 'test',
});

const original = z
  .object({
    images: z.array(z.object({ id: z.number(), file_name: z.string().min(1) })),
    annotations: z.array(z.object({ image_id: z.number(), caption: z.string() })),
  })
  .transform(({ images, annotations }, context) => {
    const captions = new Map<number, string[]>(images.map(({ id }) => [id, []]));
    for (const [i, { image_id: id, caption }] of annotations.entries()) {
      const known = captions.get(id);
      if (known) known.push(caption);
      else context.addIssue({ code: 'custom', path: ['annotations', i], message: `there is no image ${id}` });
    }
    return {
      name: undefined,
      annotations: images
        .map(({ id, file_name: file }) => testImage(file, captions.get(id) ?? []))
        .filter((annotation) => annotation.captions.length > 0),
    };
  });

const short = z
  .object({
    name: z.string().optional(),
    images: z.array(z.object({ file: z.string().min(1), captions: z.array(z.string()).min(1) })),
  })
  .transform(({ name, images }) => ({
    name,
    annotations: images.map(({ file, captions }) => testImage(file, captions)),
  }));

export const cocoFormat: AnnotationFormat = {
  name: 'COCO captions',
  matches: (json) => Array.isArray(property(json, 'annotations')),
  schema: original,
};

export const shortCocoFormat: AnnotationFormat = {
  name: 'captions by image',
  matches: (json) => property(firstImage(json), 'captions') !== undefined,
  schema: short,
};
