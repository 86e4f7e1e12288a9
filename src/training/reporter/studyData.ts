// Everything a reporter's run reads of a split: films, truth of the tags, reports as word ids and as sentences.
import type { Study } from '../../data/openI.ts';
import type { ReferenceReport } from '../../evaluation/reportScores.ts';
import { openFilms, type Films } from './films.ts';
import type { ReportIds } from './draftLesson.ts';
import {
  observedIn,
  sentenceIds,
  studySentences,
  tagsSaid,
  tagTruth,
  type StudyCorpus,
} from './studyCorpus.ts';

export interface StudyData {
  readonly studies: readonly Study[];
  readonly films: Films;
  /** What the films show and what the learnt sentences say, one row a study (see studyCorpus.ts). */
  readonly truth: readonly Float32Array[];
  readonly said: readonly Float32Array[];
  readonly ids: ReportIds;
  readonly references: readonly ReferenceReport[];
  readonly normal: readonly boolean[];
}

export const referenceOf = (study: Study): ReferenceReport => {
  const [findings = [], impression = []] = studySentences(study);
  return { findings, impression, observed: observedIn(study) };
};

/** @throws AppError data/*, image/*, file/unwritable */
export async function openStudyData(
  studies: readonly Study[],
  corpus: StudyCorpus,
  limits: { readonly maxWords: number; readonly maxSentences: number },
  cacheFolder: string,
  onDecoded: (done: number, count: number) => void,
): Promise<StudyData> {
  const normalTag = corpus.tags.indexOf('No Finding');
  const truth = studies.map((study) => tagTruth(corpus, study));
  return {
    studies,
    films: await openFilms(studies, cacheFolder, onDecoded),
    truth,
    said: studies.map((study) => tagsSaid(corpus, study)),
    ids: studies.map((study) => sentenceIds(corpus.vocabulary, study, limits)),
    references: studies.map(referenceOf),
    normal: truth.map((row) => row[normalTag] === 1),
  };
}
