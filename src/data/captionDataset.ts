// Photos with reference captions, in whichever of the known forms a folder holds them.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Annotation, AnnotationFormat, SplitName } from './annotationFormat.ts';
import { cocoFormat, shortCocoFormat } from './coco.ts';
import { flickrFormat } from './flickr.ts';
import { openImageStore, type ImageStore } from './imageStore.ts';
import { readJsonFile } from './jsonFile.ts';
import { karpathyFormat } from './karpathy.ts';

/** One photo of a dataset. */
export interface CaptionedImage {
  /** Unique within the dataset. */
  readonly file: string;
  /** At least one, as people wrote them. */
  readonly captions: readonly string[];
  /** The encoded bytes (JPEG, WebP, ...). @throws AppError data/missing, data/damaged */
  readonly read: () => Promise<Uint8Array>;
}

export interface CaptionDataset {
  readonly name: string;
  readonly splits: Readonly<Record<SplitName, readonly CaptionedImage[]>>;
}

const formats: readonly AnnotationFormat[] = [karpathyFormat, flickrFormat, cocoFormat, shortCocoFormat];
const annotationName = /^(captions|dataset|annotations).*\.json$/i;

async function findAnnotationFile(folder: string): Promise<string> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new AppError('data/missing', `${folder} is not a folder: give the folder of a caption dataset.`);
  }
  const found: string[] = [];
  for (const place of [folder, join(folder, 'annotations')]) {
    const names = await readdir(place).catch(() => []);
    found.push(...names.filter((name) => annotationName.test(name)).map((name) => join(place, name)));
  }
  const [first, second] = found.sort();
  if (first === undefined) {
    throw new AppError(
      'data/missing',
      `${folder} has no caption file: a captions*.json, annotations*.json or dataset*.json is expected in it.`,
    );
  }
  if (second !== undefined) {
    throw new AppError(
      'data/damaged',
      `${folder} has several caption files (${found.length}, e.g. ${first} and ${second}): keep the one to use.`,
    );
  }
  return first;
}

function parse(
  path: string,
  json: unknown,
): { name: string | undefined; annotations: readonly Annotation[] } {
  const format = formats.find((candidate) => candidate.matches(json));
  if (!format) {
    throw new AppError(
      'data/damaged',
      `${path} is in no known form: a file like Flickr8k's, COCO captions or a Karpathy split is expected.`,
    );
  }
  const parsed = format.schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'data/damaged',
    `${path} (${format.name}) is damaged at ${issue?.path.join('.') ?? 'its root'}: ${issue?.message ?? 'unknown'}. Get the file again.`,
    { cause: parsed.error },
  );
}

function locate(annotation: Annotation, store: ImageStore): string {
  const path = annotation.paths.find((candidate) => store.paths.has(candidate));
  if (path !== undefined) return path;
  throw new AppError(
    'data/missing',
    `${store.place} has no ${annotation.file}, though the captions name it: get the pictures again.`,
  );
}

/**
 * Opens a folder of captioned photos: annotations beside images.zip, an images/ folder, or the pictures themselves.
 * Recognised are the Flickr form (captions.json with splits), COCO captions (all of it is 'test') and Karpathy splits.
 * @throws AppError data/missing, data/damaged
 */
export async function openCaptionDataset(folder: string): Promise<CaptionDataset> {
  const path = await findAnnotationFile(folder);
  const { name, annotations } = parse(path, await readJsonFile(path));
  const store = await openImageStore(folder);
  const splits: Record<SplitName, CaptionedImage[]> = { train: [], val: [], test: [] };
  const seen = new Set<string>();
  for (const annotation of annotations) {
    const { file, captions, split } = annotation;
    if (seen.has(file)) {
      throw new AppError('data/damaged', `${path} names ${file} twice: remove one of the entries.`);
    }
    seen.add(file);
    if (split === undefined) continue;
    const place = locate(annotation, store);
    splits[split].push({ file, captions, read: () => store.read(place) });
  }
  return { name: name ?? folder, splits };
}
