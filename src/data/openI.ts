// IU X-Ray / OpenI: chest X-rays with reports. reports.json: { name, studies: [{ uid, images: [{ file, view }], exam,
// indication, comparison, findings, impression, mesh, problems, chexpert?, split }] } beside images.zip or images/.
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { observations, type Observation } from '../evaluation/findings/observations.ts';
import type { SplitName } from './annotationFormat.ts';
import { openImageStore, type ImageStore } from './imageStore.ts';
import { readJsonFile } from './jsonFile.ts';

export type View = 'frontal' | 'lateral';

/** One film of a study. */
export interface StudyImage {
  /** Unique within the data set. */
  readonly file: string;
  readonly view: View;
  /** The encoded bytes (WebP). @throws AppError data/missing, data/damaged */
  readonly read: () => Promise<Uint8Array>;
}

/** One study. The texts are as people wrote them, '' where a part was not dictated; XXXX marks what was removed. */
export interface Study {
  readonly uid: string;
  /** At least one; of several of a view the first is as good as any. */
  readonly images: readonly StudyImage[];
  readonly exam: string;
  readonly indication: string;
  readonly comparison: string;
  readonly findings: string;
  readonly impression: string;
  /** MeSH terms with qualifiers, as `Opacity/lung/base/left`; `['normal']` for a normal study. */
  readonly mesh: readonly string[];
  /** The terms without qualifiers, each once. */
  readonly problems: readonly string[];
  /** Machine-made labels of the report; undefined where it has none. */
  readonly chexpert: readonly Observation[] | undefined;
  readonly split: SplitName;
}

export interface StudyDataset {
  readonly name: string;
  readonly splits: Readonly<Record<SplitName, readonly Study[]>>;
}

const studySchema = z.object({
  uid: z.string().min(1),
  images: z.array(z.object({ file: z.string().min(1), view: z.enum(['frontal', 'lateral']) })).min(1),
  exam: z.string(),
  indication: z.string(),
  comparison: z.string(),
  findings: z.string(),
  impression: z.string(),
  mesh: z.array(z.string().min(1)),
  problems: z.array(z.string().min(1)).transform((terms) => [...new Set(terms)]),
  chexpert: z.array(z.enum(observations)).optional(),
  split: z.enum(['train', 'val', 'test']),
});

const schema = z.object({ name: z.string().min(1), studies: z.array(studySchema).min(1) });

function parse(path: string, json: unknown): z.infer<typeof schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'data/damaged',
    `${path} is damaged at ${issue?.path.join('.') ?? 'its root'}: ${issue?.message ?? 'unknown'}. Get the file again.`,
    { cause: parsed.error },
  );
}

/** Refuses what stands twice: a study in two splits would be tested on what was learnt. */
function once(seen: Set<string>, path: string, key: string): void {
  if (seen.has(key)) {
    throw new AppError('data/damaged', `${path} names ${key} twice: remove one of the entries.`);
  }
  seen.add(key);
}

function image(store: ImageStore, file: string, view: View): StudyImage {
  if (!store.paths.has(file)) {
    throw new AppError(
      'data/missing',
      `${store.place} has no ${file}, though the reports name it: get the pictures again.`,
    );
  }
  return { file, view, read: () => store.read(file) };
}

/**
 * Opens a folder of studies: reports.json beside images.zip, an images/ folder, or the pictures themselves.
 * Pictures are read when asked for.
 * @throws AppError data/missing, data/damaged
 */
export async function readOpenI(folder: string): Promise<StudyDataset> {
  const path = join(folder, 'reports.json');
  const { name, studies } = parse(path, await readJsonFile(path));
  const store = await openImageStore(folder);
  const splits: Record<SplitName, Study[]> = { train: [], val: [], test: [] };
  const seen = new Set<string>();
  for (const { images, ...study } of studies) {
    once(seen, path, `the study ${study.uid}`);
    for (const { file } of images) once(seen, path, file);
    splits[study.split].push({
      ...study,
      chexpert: study.chexpert,
      images: images.map(({ file, view }) => image(store, file, view)),
    });
  }
  return { name, splits };
}
