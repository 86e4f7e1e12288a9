// What a draft has left out is asked for by itself: the decoder speaks on, and the first sentence that says it and may be
// said is put where it was said.
import * as tf from '@tensorflow/tfjs-core';
import type { Section } from '../model/reporter/config.ts';
import { speak, type Choice, type Offer } from '../model/reporter/speak.ts';
import type { StudyGrids } from '../model/reporter/studyFeatures.ts';
import { rememberStudies, toAssertions } from '../model/reporter/studyTags.ts';
import { forbiddenOf, saidIn, sectionOf, take, textOf, type Speaker, type Taken } from './draftedSentence.ts';
import { mayStand } from './mayStand.ts';
import type { Plan } from './plan.ts';
import type { Said } from './saying.ts';

/** Something that the draft of one study lacks. */
export interface Request {
  readonly study: number;
  /** The plan by which it is asked for, which may be narrower than the study's own. */
  readonly plan: Plan;
  /** Whether this sentence of this section says it. */
  wants(sentence: string, section: Section): boolean;
  /** What each word of the vocabulary gains in the search for it; undefined where nothing draws the search. */
  readonly gains?: Float32Array | undefined;
  /** Whether it has been said by now. */
  isIn(said: Said): boolean;
}

/** How far into each section is asked, and among how many sentences at each place. */
const places = 5;
const askedBeam = 10;
/** How strongly the searches for a sentence are drawn to the words that would say it; chosen on `val`. */
const strengths = [0, 3];

const gatherStudies = ({ frontal, lateral, present }: StudyGrids, rows: tf.Tensor1D): StudyGrids => ({
  frontal: tf.gather(frontal, rows),
  lateral: tf.gather(lateral, rows),
  present: tf.gather(present, rows),
});

/**
 * Asks for all at once; adds to the drafts what the decoder says.
 * @param drafts one a study
 * @param plans the studies' own, to which what is said keeps
 */
export async function askFor(
  speaker: Speaker,
  grids: StudyGrids,
  requests: readonly Request[],
  drafts: readonly Taken[][],
  plans: readonly Plan[],
): Promise<void> {
  if (requests.length === 0) return;
  const { weights, config } = speaker;
  const memory = tf.tidy(() => {
    const rows = requests.map(({ study }) => study);
    const asserted = requests.map(({ plan }) => plan.tags);
    const own = gatherStudies(grids, tf.tensor1d(rows, 'int32'));
    return rememberStudies(weights, own, toAssertions(asserted, config));
  });
  const choose = (offer: Offer): Choice => {
    const request = requests[offer.study] as Request;
    const draft = drafts[request.study] as Taken[];
    const plan = plans[request.study] as Plan;
    const said = saidIn(draft);
    if (offer.place >= places || request.isIn(said)) return 'stop';
    const section = sectionOf(offer);
    const found = offer.candidates.find((candidate) => {
      const text = textOf(candidate, speaker.vocabulary);
      return request.wants(text, section) && mayStand(speaker, plan, said, offer, text);
    });
    if (!found) return offer.candidates[0] ?? 'stop';
    draft.push(take(speaker, offer, found, request.plan.tags));
    return 'stop';
  };
  const wider = { ...config, decoding: { ...config.decoding, beam: askedBeam } };
  const none = new Float32Array(config.vocabularySize);
  const gains = requests.map((request) => request.gains ?? none);
  const guidance = requests.some((request) => request.gains) ? { gains, strengths } : undefined;
  await speak(weights, wider, memory, {
    ...{ sections: [0, 1], forbidden: forbiddenOf(speaker), choose, guidance },
  });
  tf.dispose({ ...memory });
}
