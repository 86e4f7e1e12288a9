// Reads and writes the folder of a model of any kind: config.json, model.safetensors, vocabulary.json. A folder that is
// damaged, or whose files do not belong together, is named with what is wrong.
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, assert } from '../errors.ts';
import { errnoOf } from '../files/fileError.ts';
import { writeWhole } from '../files/writeWhole.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedArray,
  type SafetensorsFile,
} from '../tensor/safetensors.ts';
import { createVocabulary, type Vocabulary } from '../text/vocabulary.ts';

/** What every config.json says. */
interface AnyConfig {
  readonly format: string;
  readonly name: string;
  readonly vocabularySize: number;
  readonly tagCount: number;
}

/** What tells one kind of model from another. */
export interface ModelKind<Config extends AnyConfig> {
  readonly schema: z.ZodType<Config>;
  /** The name and shape of every weight. */
  readonly shapes: (config: Config) => ReadonlyMap<string, readonly number[]>;
  /** What else does not fit together in the config, for a message; undefined when all does. */
  readonly misfit: (config: Config) => string | undefined;
}

/** What a folder holds, apart from its name. */
export interface FolderContent<Config extends AnyConfig> {
  readonly config: Config;
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly vocabulary: Vocabulary;
  /** Occurrences of each word in the training texts. */
  readonly counts: readonly number[];
  readonly tags: readonly string[];
}

export type Folder<Config extends AnyConfig> = FolderContent<Config> & {
  /** The config's name and the first 8 hexadecimal digits of the SHA-256 of the three files. */
  readonly model: string;
};

const configName = 'config.json';
const weightsName = 'model.safetensors';
const vocabularyName = 'vocabulary.json';

const vocabularySchema = z.strictObject({
  words: z.array(z.string()),
  counts: z.array(z.int().min(0)),
  tags: z.array(z.string()),
});
type WordLists = z.infer<typeof vocabularySchema>;

async function readPart(folder: string, name: string): Promise<Uint8Array> {
  const path = join(folder, name);
  try {
    return await readFile(path);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const parts = [configName, weightsName, vocabularyName].join(', ');
      throw new AppError(
        'model/missing',
        `There is no model in ${folder}: ${name} is missing. Give a folder that holds ${parts}.`,
        { cause },
      );
    }
    throw new AppError('model/damaged', `${path} cannot be read (${code}): check its permissions.`, {
      cause,
    });
  }
}

function parsePart<T>(bytes: Uint8Array, path: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError('model/damaged', `${path} is not valid JSON: get the model again.`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new AppError(
    'model/damaged',
    `${path} is not as it should be (${place}${issue?.message ?? 'unknown'}): get the model again.`,
    { cause: parsed.error },
  );
}

const mismatch = (folder: string, what: string): AppError =>
  new AppError(
    'model/mismatch',
    `The model in ${folder} does not fit together: ${what}. Get the model again.`,
  );

function checkLists(folder: string, config: AnyConfig, lists: WordLists): void {
  const { words, counts, tags } = lists;
  const lengths: readonly [what: string, found: number, expected: number][] = [
    [`words in ${vocabularyName}`, words.length, config.vocabularySize],
    [`counts in ${vocabularyName}`, counts.length, words.length],
    [`tags in ${vocabularyName}`, tags.length, config.tagCount],
  ];
  for (const [what, found, expected] of lengths) {
    if (found !== expected) throw mismatch(folder, `there are ${found} ${what}, expected ${expected}`);
  }
}

function checkConfig<Config extends AnyConfig>(
  folder: string,
  kind: ModelKind<Config>,
  config: Config,
): void {
  const misfit = kind.misfit(config);
  if (misfit !== undefined) throw mismatch(folder, misfit);
}

/** Some of the names, for a message. */
export const some = (names: readonly string[]): string =>
  names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');

const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Zero times what is no finite number is not zero; this and the index are many times faster on millions of values. */
function allFinite(data: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += (data[i] as number) * 0;
  return sum === 0;
}

function checkArrays(
  folder: string,
  shapes: ReadonlyMap<string, readonly number[]>,
  arrays: ReadonlyMap<string, NamedArray>,
): void {
  const missing = [...shapes.keys()].filter((name) => !arrays.has(name));
  if (missing.length > 0) throw mismatch(folder, `${weightsName} lacks ${some(missing)}`);
  const extra = [...arrays.keys()].filter((name) => !shapes.has(name));
  if (extra.length > 0) throw mismatch(folder, `${weightsName} has ${some(extra)}, which no part uses`);
  for (const [name, expected] of shapes) {
    const { shape, data } = arrays.get(name) as NamedArray;
    if (shapeText(shape) !== shapeText(expected)) {
      throw mismatch(
        folder,
        `${name} has shape ${shapeText(shape)}, expected ${shapeText(expected)} by ${configName}`,
      );
    }
    if (!allFinite(data)) {
      const path = join(folder, weightsName);
      throw new AppError(
        'model/damaged',
        `${path} is damaged: ${name} holds a value that is no number. Get the model again.`,
      );
    }
  }
}

/** Ties the weights to the words that they were trained with, in the weights' metadata. */
function wordsDigest(words: readonly string[], tags: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([words, tags]))
    .digest('hex');
}

function checkDigest(folder: string, lists: WordLists, metadata: SafetensorsFile['metadata']): void {
  const expected = metadata['words'];
  if (expected !== undefined && expected !== wordsDigest(lists.words, lists.tags)) {
    throw mismatch(
      folder,
      `${vocabularyName} holds other words or tags than ${weightsName} was trained with`,
    );
  }
}

function toVocabulary(path: string, words: readonly string[]): Vocabulary {
  try {
    return createVocabulary(words);
  } catch (cause) {
    throw new AppError(
      'model/damaged',
      `${path} is damaged: special words are missing or a word stands twice. Get the model again.`,
      { cause },
    );
  }
}

/** The kind of model that a folder holds, by its config. @throws AppError model/missing, model/damaged */
export async function readModelFormat(folder: string): Promise<string> {
  const bytes = await readPart(folder, configName);
  return parsePart(bytes, join(folder, configName), z.object({ format: z.string() })).format;
}

/**
 * Reads a model folder and checks that its files are whole and belong together.
 * @throws AppError model/missing, model/damaged, model/mismatch
 */
export async function readFolder<Config extends AnyConfig>(
  kind: ModelKind<Config>,
  folder: string,
): Promise<Folder<Config>> {
  const configBytes = await readPart(folder, configName);
  const config = parsePart(configBytes, join(folder, configName), kind.schema);
  const vocabularyBytes = await readPart(folder, vocabularyName);
  const lists = parsePart(vocabularyBytes, join(folder, vocabularyName), vocabularySchema);
  checkLists(folder, config, lists);
  checkConfig(folder, kind, config);
  const vocabulary = toVocabulary(join(folder, vocabularyName), lists.words);
  const weightBytes = await readPart(folder, weightsName);
  const { tensors, metadata } = decodeSafetensors(weightBytes, join(folder, weightsName));
  checkArrays(folder, kind.shapes(config), tensors);
  checkDigest(folder, lists, metadata);
  const hash = createHash('sha256').update(configBytes).update(weightBytes).update(vocabularyBytes);
  return {
    model: `${config.name}@${hash.digest('hex').slice(0, 8)}`,
    config,
    arrays: tensors,
    vocabulary,
    counts: lists.counts,
    tags: lists.tags,
  };
}

/**
 * Writes the three files, each whole or not at all, weights as fp16; other files of the folder stay.
 * @throws AppError file/unwritable
 */
export async function writeFolder<Config extends AnyConfig>(
  kind: ModelKind<Config>,
  folder: string,
  content: FolderContent<Config>,
): Promise<void> {
  const { config, arrays, vocabulary, counts, tags } = content;
  const lists: WordLists = { words: [...vocabulary.words], counts: [...counts], tags: [...tags] };
  checkLists(folder, config, lists);
  checkConfig(folder, kind, config);
  checkArrays(folder, kind.shapes(config), arrays);
  for (const [name, { data }] of arrays) {
    assert(data.every(fitsHalf), `${name} holds a value too large for fp16`);
  }
  const metadata = { format: config.format, words: wordsDigest(lists.words, lists.tags) };
  await mkdir(folder, { recursive: true });
  const parts: readonly [string, string | Uint8Array][] = [
    [weightsName, encodeSafetensors({ tensors: arrays, metadata }, 'F16')],
    [vocabularyName, `${JSON.stringify(lists)}\n`],
    [configName, `${JSON.stringify(config, undefined, 2)}\n`],
  ];
  for (const [name, data] of parts) await writeWhole(join(folder, name), data, { overwrite: true });
}

/** The largest half is 65,504; what lies halfway to the next step and beyond becomes infinite. */
const fitsHalf = (value: number): boolean => Math.abs(value) < 65_520;
