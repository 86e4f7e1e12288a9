// Studies made ready for training: words, tags and their truth, and each section's sentences as word ids.
import type { Study } from '../../data/openI.ts';
import { countPhrases, type Phrases } from '../../drafting/phrases.ts';
import { labelReport, presentIn } from '../../evaluation/findings/labelReport.ts';
import { observations, type Observation } from '../../evaluation/findings/observations.ts';
import { sections } from '../../model/reporter/config.ts';
import { documentCounts } from '../../text/documentCounts.ts';
import { reportSentences } from '../../text/reportSentences.ts';
import { splitSentences } from '../../text/sentences.ts';
import { sentenceTokens } from '../../text/sentenceTokens.ts';
import { buildVocabulary, toIds, unknownId, type Vocabulary } from '../../text/vocabulary.ts';
import { findTagWords } from './tagWords.ts';

export interface StudyCorpus {
  readonly vocabulary: Vocabulary;
  /** Occurrences of each word in the training reports. */
  readonly counts: readonly number[];
  /** The observations first, then MeSH terms, as `opacity` or `opacity/base`. */
  readonly tags: readonly string[];
  readonly phrases: Phrases;
  /** Words by which reports name each tag. */
  readonly tagWords: readonly (readonly string[])[];
}

/** Qualifiers that say on which side: no tags, as a side is read off the film. */
const sides = new Set(['left', 'right', 'bilateral']);
/** Share of the training reports from which on a phrase is kept. */
const minPhraseShare = 0.01;
/** Terms that say nothing of what the film shows. */
const noTags = new Set(['no indexing', 'technical quality of image unsatisfactory']);

/** Headings of a study and each heading with each of its qualifiers, in lower case. */
function termsOf(study: Study): Set<string> {
  const terms = new Set(study.problems.map((problem) => problem.trim().toLowerCase()));
  for (const term of study.mesh) {
    const [heading = '', ...qualifiers] = term.split('/').map((part) => part.trim().toLowerCase());
    terms.add(heading);
    for (const qualifier of qualifiers) if (!sides.has(qualifier)) terms.add(`${heading}/${qualifier}`);
  }
  return terms;
}

/** The sentences of each section, findings first. */
export const studySentences = (study: Study): readonly (readonly string[])[] =>
  sections.map((section) => reportSentences(study[section]));

/** What was dictated, with sentences that are not learnt since a mark of de-identification stands in them. */
const dictated = (study: Study): string[] => sections.flatMap((section) => splitSentences(study[section]));

/** The observations of a study, by all that was dictated. */
export const observedIn = (study: Study): ReadonlySet<Observation> => presentIn(labelReport(dictated(study)));

/** Names of what the study has, of any vocabulary of tags. */
function truthOf(study: Study, sentences: readonly string[]): Set<string> {
  const observed = presentIn(labelReport(sentences));
  const known = new Set(observations.map((name) => name.toLowerCase()));
  // Where a term is an observation too, what the report says counts.
  return new Set([...observed, ...[...termsOf(study)].filter((term) => !known.has(term))]);
}

/** @param studies of the training split */
export function readStudyCorpus(
  studies: readonly Study[],
  minWordCount: number,
  minTagStudies: number,
): StudyCorpus {
  const sentences = studies.flatMap((study) => studySentences(study).flat().map(sentenceTokens));
  const vocabulary = buildVocabulary(sentences, minWordCount);
  const counts = vocabulary.words.map(() => 0);
  for (const words of sentences)
    for (const id of toIds(vocabulary, words)) counts[id] = (counts[id] ?? 0) + 1;
  const times = documentCounts(studies.map((study) => truthOf(study, dictated(study))));
  const observed = new Set<string>(observations);
  const terms = [...times]
    .filter(([name, count]) => !observed.has(name) && !noTags.has(name) && count >= minTagStudies)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name]) => name);
  const findings = studies.map((study) => studySentences(study)[0] ?? []).filter(({ length }) => length > 0);
  const tags = [...observations, ...terms];
  return {
    ...{ vocabulary, counts, tags },
    tagWords: findTagWords(
      studies.map((study) => new Set(studySentences(study).flat().flatMap(sentenceTokens))),
      studies.map((study) => tagsSaid({ tags }, study)),
    ),
    phrases: countPhrases(findings, minPhraseShare),
  };
}

/** 1 for each tag that the study has, by all that was dictated: what the films show. */
export const tagTruth = (corpus: Pick<StudyCorpus, 'tags'>, study: Study): Float32Array =>
  toRow(corpus, truthOf(study, dictated(study)));

/** 1 for each tag of which the sentences that are learnt speak: what a report with these tags asserted says. */
export const tagsSaid = (corpus: Pick<StudyCorpus, 'tags'>, study: Study): Float32Array =>
  toRow(corpus, truthOf(study, studySentences(study).flat()));

function toRow(corpus: Pick<StudyCorpus, 'tags'>, truth: ReadonlySet<string>): Float32Array {
  return Float32Array.from(corpus.tags, (tag) => (truth.has(tag) ? 1 : 0));
}

/**
 * Word ids of each section's sentences, without those that are too long or that hold too many unknown words.
 * @returns [section][sentence][word]
 */
export function sentenceIds(
  vocabulary: Vocabulary,
  study: Study,
  limits: { readonly maxWords: number; readonly maxSentences: number },
): number[][][] {
  return studySentences(study).map((sentences) =>
    sentences
      .map((sentence) => toIds(vocabulary, sentenceTokens(sentence)))
      .filter((ids) => ids.length > 0 && ids.length <= limits.maxWords)
      .filter((ids) => ids.filter((id) => id === unknownId).length <= 1)
      .slice(0, limits.maxSentences),
  );
}
