// Drafts of reports: the decoder speaks place by place; what keeps to the plan is taken. A planned finding that was left
// out is then asked for by itself, and what the decoder says of it is put where it was said.
import * as tf from '@tensorflow/tfjs-core';
import type { Finding } from '../evaluation/findings/observations.ts';
import type { FoundSentence } from '../model/beamSearch.ts';
import { sections, type ReporterConfig, type Section } from '../model/reporter/config.ts';
import { speak, type Choice, type Offer } from '../model/reporter/speak.ts';
import type { StudyGrids } from '../model/reporter/studyFeatures.ts';
import { rememberStudies, toAssertions } from '../model/reporter/studyTags.ts';
import type { Weights } from '../tensor/weights.ts';
import { numberToken, printSentence } from '../text/sentenceTokens.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { planOf, type Plan } from './plan.ts';
import { fitsBeside, keepsTo, leavesRoom, statedIn, type Said } from './saying.ts';

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

interface Taken extends DraftedSentence {
  readonly place: number;
  stop: number;
}

const sectionOf = ({ section }: Offer): Section => sections[section] as Section;

const saidIn = (draft: readonly Taken[]): Said => {
  const of = (section: Section): string[] =>
    draft.filter((sentence) => sentence.section === section).map(({ text }) => text);
  return { findings: of('findings'), impression: of('impression') };
};

const maySay = ({ findings }: Plan, said: Said, section: Section, text: string): boolean =>
  keepsTo(findings, text) && leavesRoom(findings, said, text) && fitsBeside(said, section, text);

const textOf = ({ words }: FoundSentence, { words: names }: Vocabulary): string =>
  printSentence(words.map((word) => names[word.id] ?? ''));

const probabilityOf = ({ words, logProbability }: FoundSentence): number =>
  Math.exp(logProbability / (words.length + 1));

/** Weights on the asserted tags, without those on the study itself, largest first. */
function leanings(semanticMap: Float32Array, asserted: readonly number[]): DraftedSentence['tags'] {
  return asserted
    .map((tag, i) => ({ tag, weight: semanticMap[i + 1] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

function take(speaker: Speaker, offer: Offer, chosen: FoundSentence, asserted: readonly number[]): Taken {
  const text = textOf(chosen, speaker.vocabulary);
  return {
    section: sectionOf(offer),
    place: offer.place,
    text,
    probability: probabilityOf(chosen),
    stop: offer.stop,
    visualMap: offer.visualMap,
    tags: leanings(offer.semanticMap, asserted),
    alternatives: offer.candidates
      .map((candidate) => ({
        text: textOf(candidate, speaker.vocabulary),
        probability: probabilityOf(candidate),
      }))
      .filter((alternative) => alternative.text !== text),
  };
}

const forbiddenOf = ({ vocabulary }: Speaker): number[] => {
  const id = vocabulary.idOf.get(numberToken);
  return id === undefined ? [] : [id];
};

/** Speaks all sections of all studies by their plans. */
async function speakPlans(speaker: Speaker, grids: StudyGrids, plans: readonly Plan[]): Promise<Taken[][]> {
  const { weights, config } = speaker;
  const memory = tf.tidy(() => {
    const asserted = toAssertions(
      plans.map((plan) => plan.tags),
      config,
    );
    return rememberStudies(weights, grids, asserted);
  });
  const drafts: Taken[][] = plans.map(() => []);
  const choose = (offer: Offer): Choice => {
    const draft = drafts[offer.study] as Taken[];
    const plan = plans[offer.study] as Plan;
    const before = draft.findLast((sentence) => sentence.section === sectionOf(offer));
    if (before?.place === offer.place - 1) before.stop = offer.stop;
    if (offer.stop >= config.decoding.stopAt && (offer.place > 0 || offer.section > 0)) return 'stop';
    const said = saidIn(draft);
    for (const candidate of offer.candidates) {
      const text = textOf(candidate, speaker.vocabulary);
      if (!maySay(plan, said, sectionOf(offer), text)) continue;
      draft.push(take(speaker, offer, candidate, plan.tags));
      return candidate;
    }
    return 'skip';
  };
  await speak(weights, config, memory, { sections: [0, 1], forbidden: forbiddenOf(speaker), choose });
  tf.dispose({ ...memory });
  return drafts;
}

/** One finding of one study that its draft has left out. */
interface Omission {
  readonly study: number;
  readonly finding: Finding;
}

/** How far into each section a finding is asked for, and among how many sentences at each place. */
const places = 5;
const askedBeam = 10;

/** Asks for each finding by a plan of its own; adds to the drafts what the decoder then says of it. */
async function askFor(
  speaker: Speaker,
  grids: StudyGrids,
  omitted: readonly Omission[],
  drafts: readonly Taken[][],
  plans: readonly Plan[],
  asked: readonly Plan[],
): Promise<void> {
  const { weights, config } = speaker;
  const memory = tf.tidy(() => {
    const rows = tf.tensor1d(
      omitted.map(({ study }) => study),
      'int32',
    );
    const own: StudyGrids = {
      frontal: tf.gather(grids.frontal, rows),
      lateral: tf.gather(grids.lateral, rows),
      present: tf.gather(grids.present, rows),
    };
    return rememberStudies(
      weights,
      own,
      toAssertions(
        asked.map((plan) => plan.tags),
        config,
      ),
    );
  });
  const done = new Set<number>();
  const choose = (offer: Offer): Choice => {
    const { study, finding } = omitted[offer.study] as Omission;
    const draft = drafts[study] as Taken[];
    const plan = plans[study] as Plan;
    if (done.has(offer.study) || offer.place >= places) return 'stop';
    const said = saidIn(draft);
    const found = offer.candidates.find((candidate) => {
      const text = textOf(candidate, speaker.vocabulary);
      return statedIn(text).has(finding) && maySay(plan, said, sectionOf(offer), text);
    });
    if (!found) return offer.candidates[0] ?? 'stop';
    done.add(offer.study);
    draft.push(take(speaker, offer, found, (asked[offer.study] as Plan).tags));
    return 'stop';
  };
  const wider = { ...config, decoding: { ...config.decoding, beam: askedBeam } };
  await speak(weights, wider, memory, { sections: [0, 1], forbidden: forbiddenOf(speaker), choose });
  tf.dispose({ ...memory });
}

/** Planned findings that no sentence of the draft states. */
const omissions = (plans: readonly Plan[], drafts: readonly Taken[][]): Omission[] =>
  plans.flatMap((plan, study) => {
    const stated = new Set((drafts[study] ?? []).flatMap(({ text }) => [...statedIn(text)]));
    return [...plan.findings]
      .filter((finding) => !stated.has(finding))
      .map((finding) => ({ study, finding }));
  });

/**
 * Drafts the reports of n studies.
 * @returns the sentences of each, findings first, in their order
 */
export async function draftStudies(
  speaker: Speaker,
  grids: StudyGrids,
  plans: readonly Plan[],
): Promise<readonly (readonly DraftedSentence[])[]> {
  const drafts = await speakPlans(speaker, grids, plans);
  const { tags } = speaker;
  const alone = ({ finding }: Omission): Plan => planOf(tags, [tags.indexOf(finding)]);
  const withItsOwn = ({ study, finding }: Omission): Plan => {
    const own = (plans[study]?.tags ?? []).filter((tag) => planOf(tags, [tag]).findings.size === 0);
    return planOf(tags, [tags.indexOf(finding), ...own]);
  };
  for (const askedBy of [alone, withItsOwn]) {
    const omitted = omissions(plans, drafts);
    if (omitted.length > 0) await askFor(speaker, grids, omitted, drafts, plans, omitted.map(askedBy));
  }
  return drafts.map((draft) =>
    sections.flatMap((section) =>
      draft.filter((sentence) => sentence.section === section).sort((a, b) => a.place - b.place),
    ),
  );
}
