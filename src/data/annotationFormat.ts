// What a form of annotation file gives, and a first look into one whose form is not known yet.
import type { z } from 'zod';

export type SplitName = 'train' | 'val' | 'test';

/** One photo of an annotation file. */
export interface Annotation {
  readonly file: string;
  /** Where the picture may lie in the image store; the first that exists counts. */
  readonly paths: readonly string[];
  readonly captions: readonly string[];
  /** Undefined: part of no split. */
  readonly split: SplitName | undefined;
}

export interface AnnotationFormat {
  readonly name: string;
  /** A quick look: is the file meant to be of this form? */
  matches(json: unknown): boolean;
  readonly schema: z.ZodType<{
    readonly name: string | undefined;
    readonly annotations: readonly Annotation[];
  }>;
}

/** The value of a key, or undefined where there is no such object or key. */
export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** The first of the file's `images`. */
export function firstImage(json: unknown): unknown {
  const images = property(json, 'images');
  return Array.isArray(images) ? images[0] : undefined;
}
