// A sentence of a draft, with where it came from, and the parts of a reporter that say it.
import type { FoundSentence } from '../model/beamSearch.ts';
import { sections, type ReporterConfig, type Section } from '../model/reporter/config.ts';
import type { Offer } from '../model/reporter/speak.ts';
import type { Weights } from '../tensor/weights.ts';
import { numberToken, printSentence } from '../text/sentenceTokens.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Said } from './saying.ts';

export interface DraftedSentence {
  readonly section: Section;
  readonly text: string;
  /** Of the words, given what is to be said: geometric mean, 0..1. */
  readonly probability: number;
  /** Probability that the section ends after it: p(stop) of the place behind it. */
  readonly stop: number;
  /** Weights over the patches, frontal ones first (98), sum 1. */
  readonly visualMap: Float32Array;
  /** The asserted tags on which it leaned, by index, with their shares of the attention. */
  readonly tags: readonly { readonly tag: number; readonly weight: number }[];
  /** Other sentences for the same place. */
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
}

/** A reporter's parts, as drafting needs them. */
export interface Speaker {
  readonly weights: Weights;
  readonly config: ReporterConfig;
  readonly vocabulary: Vocabulary;
  /** Names of the tags. */
  readonly tags: readonly string[];
}

/** A sentence where it stands; its stop is known once the place behind it is reached. */
export interface Taken extends DraftedSentence {
  readonly place: number;
  stop: number;
}

export const sectionOf = ({ section }: Offer): Section => sections[section] as Section;

export const saidIn = (draft: readonly DraftedSentence[]): Said => {
  const of = (section: Section): string[] =>
    draft.filter((sentence) => sentence.section === section).map(({ text }) => text);
  return { findings: of('findings'), impression: of('impression') };
};

export const textOf = ({ words }: FoundSentence, { words: names }: Vocabulary): string =>
  printSentence(words.map((word) => names[word.id] ?? ''));

export const probabilityOf = ({ words, logProbability }: FoundSentence): number =>
  Math.exp(logProbability / (words.length + 1));

/** Weights on the asserted tags, without those on the study itself, largest first. */
function leanings(semanticMap: Float32Array, asserted: readonly number[]): DraftedSentence['tags'] {
  return asserted
    .map((tag, i) => ({ tag, weight: semanticMap[i + 1] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

/** The chosen one of the candidates that are offered, the others beside it. */
export function take(
  { vocabulary }: Speaker,
  offer: Offer,
  chosen: FoundSentence,
  asserted: readonly number[],
): Taken {
  const text = textOf(chosen, vocabulary);
  return {
    section: sectionOf(offer),
    place: offer.place,
    text,
    probability: probabilityOf(chosen),
    stop: offer.stop,
    visualMap: offer.visualMap,
    tags: leanings(offer.semanticMap, asserted),
    alternatives: offer.candidates
      .map((candidate) => ({ text: textOf(candidate, vocabulary), probability: probabilityOf(candidate) }))
      .filter((alternative) => alternative.text !== text),
  };
}

/** Words that no draft says. */
export const forbiddenOf = ({ vocabulary }: Speaker): number[] => {
  const id = vocabulary.idOf.get(numberToken);
  return id === undefined ? [] : [id];
};
