// A dataset's captions made ready for training: vocabulary, word ids, tags and their targets.
import type { CaptionedImage } from '../data/captionDataset.ts';
import { AppError } from '../errors.ts';
import { lemmaOf } from '../text/lemma.ts';
import { tokenize } from '../text/tokenize.ts';
import { buildVocabulary, toIds, type Vocabulary } from '../text/vocabulary.ts';

/** Function words and the like: never tags. */
const stopWords = new Set(
  (
    "a an the and or but of in on at to from by with for into onto over under up down out off is are be being been am was were it its it's 's he she him her his hers they them their " +
    'there here this that these those who which what while as through near next side front back behind beside around across along against ' +
    'one two three four five six some several many other another each both all no not very very just like look looks looking while has have having had do does doing ' +
    'towards toward above below inside outside between during after before something someone away together top her him himself itself what when where ' +
    'get gets getting go goes going come comes coming make makes making take takes taking use uses using try tries trying can'
  ).split(' '),
);

export interface Corpus {
  readonly vocabulary: Vocabulary;
  /** Occurrences of each word of the vocabulary in the training captions. */
  readonly counts: readonly number[];
  readonly tags: readonly string[];
  /** Share of the training photos whose captions name each tag, for the classifier's start. */
  readonly tagFrequencies: readonly number[];
}

const lemmas = (vocabulary: Vocabulary, captions: readonly string[]): string[][] => {
  const known = new Set(vocabulary.words);
  return captions.map((caption) => [...new Set(tokenize(caption).map((word) => lemmaOf(word, known)))]);
};

/** Vocabulary and tags of the training photos: the `tagCount` content lemmas that most photos' captions name. */
export function readCorpus(
  images: readonly CaptionedImage[],
  minWordCount: number,
  tagCount: number,
): Corpus {
  const sentences = images.flatMap((image) => image.captions.map(tokenize));
  const vocabulary = buildVocabulary(sentences, minWordCount);
  const counts = vocabulary.words.map(() => 0);
  for (const words of sentences)
    for (const id of toIds(vocabulary, words)) counts[id] = (counts[id] ?? 0) + 1;
  const photos = new Map<string, number>();
  for (const image of images) {
    const said = new Set(lemmas(vocabulary, image.captions).flat());
    for (const lemma of said)
      if (!stopWords.has(lemma) && vocabulary.idOf.has(lemma))
        photos.set(lemma, (photos.get(lemma) ?? 0) + 1);
  }
  const ranked = [...photos].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, tagCount);
  if (ranked.length < tagCount)
    throw new AppError(
      'data/damaged',
      `The captions give ${ranked.length} tags, fewer than the ${tagCount} asked for. Lower tagCount.`,
    );
  const tags = ranked.map(([tag]) => tag);
  const shares = images.map((image) => tagTargets(vocabulary, tags, image.captions));
  const tagFrequencies = tags.map((_, tag) => {
    const sum = shares.reduce((total, share) => total + (share[tag] ?? 0), 0);
    return Math.min(0.99, Math.max(1e-4, sum / images.length));
  });
  return { vocabulary, counts, tags, tagFrequencies };
}

/** Share of a photo's captions that name each tag, 0..1. */
export function tagTargets(
  vocabulary: Vocabulary,
  tags: readonly string[],
  captions: readonly string[],
): Float32Array {
  const said = lemmas(vocabulary, captions);
  return Float32Array.from(tags, (tag) => said.filter((words) => words.includes(tag)).length / said.length);
}

/** Captions as word ids, the longer ones than `maxWords` left out unless all are. */
export function captionIds(
  vocabulary: Vocabulary,
  captions: readonly string[],
  maxWords: number,
): number[][] {
  const all = captions.map((caption) => toIds(vocabulary, tokenize(caption)));
  const short = all.filter((ids) => ids.length > 0 && ids.length <= maxWords);
  return short.length > 0 ? short : all.map((ids) => ids.slice(0, maxWords));
}
