// Several drafts of each plan, spoken place by place: the first of the likeliest sentences, the others of sentences drawn
// by their probability. What does not keep to the plan is never taken.
import * as tf from '@tensorflow/tfjs-core';
import type { FoundSentence } from '../model/beamSearch.ts';
import type { Memory } from '../model/coAttention.ts';
import { speak, type Choice, type Offer } from '../model/reporter/speak.ts';
import type { StudyGrids } from '../model/reporter/studyFeatures.ts';
import { rememberStudies, toAssertions } from '../model/reporter/studyTags.ts';
import { createRandom, type Random } from '../random.ts';
import { forbiddenOf, saidIn, sectionOf, take, textOf, type Speaker, type Taken } from './draftedSentence.ts';
import { mayStand } from './mayStand.ts';
import type { Plan } from './plan.ts';

/** Each study's memory so many times, one below the other. */
function repeat(memory: Memory, times: number): Memory {
  const rows = Array.from({ length: memory.visual.shape[0] * times }, (_, row) => Math.floor(row / times));
  const index = tf.tensor1d(rows, 'int32');
  const of = <T extends tf.Tensor>(x: T): T => tf.gather(x, index);
  return {
    visual: of(memory.visual),
    visualKeys: of(memory.visualKeys),
    semantic: of(memory.semantic),
    semanticKeys: of(memory.semanticKeys),
    visualBias: memory.visualBias && of(memory.visualBias),
    semanticBias: memory.semanticBias && of(memory.semanticBias),
  };
}

/** The candidates in an order by chance, each first with its probability (Gumbel 1954; Vieira 2014). */
function drawOrder(candidates: readonly FoundSentence[], random: Random): FoundSentence[] {
  return candidates
    .map((sentence) => ({ sentence, key: sentence.logProbability - Math.log(-Math.log(random.next())) }))
    .sort((a, b) => b.key - a.key)
    .map(({ sentence }) => sentence);
}

/** @returns for each plan `config.decoding.drafts` drafts, the same each time and whatever is drafted beside it */
export async function speakPlans(
  speaker: Speaker,
  grids: StudyGrids,
  plans: readonly Plan[],
): Promise<Taken[][][]> {
  const { weights, config } = speaker;
  const { drafts: count, stopAt } = config.decoding;
  const memory = tf.tidy(() => {
    const asserted = toAssertions(
      plans.map((plan) => plan.tags),
      config,
    );
    return repeat(rememberStudies(weights, grids, asserted), count);
  });
  const drafts: Taken[][] = plans.flatMap(() => Array.from({ length: count }, () => []));
  const chances = drafts.map((_, row) => (row % count === 0 ? undefined : createRandom(row % count)));
  const choose = (offer: Offer): Choice => {
    const draft = drafts[offer.study] as Taken[];
    const plan = plans[Math.floor(offer.study / count)] as Plan;
    const before = draft.findLast((sentence) => sentence.section === sectionOf(offer));
    if (before?.place === offer.place - 1) before.stop = offer.stop;
    if (offer.stop >= stopAt && (offer.place > 0 || offer.section > 0)) return 'stop';
    const said = saidIn(draft);
    const random = chances[offer.study];
    for (const candidate of random ? drawOrder(offer.candidates, random) : offer.candidates) {
      if (!mayStand(speaker, plan, said, offer, textOf(candidate, speaker.vocabulary))) continue;
      draft.push(take(speaker, offer, candidate, plan.tags));
      return candidate;
    }
    return 'skip';
  };
  await speak(weights, config, memory, { sections: [0, 1], forbidden: forbiddenOf(speaker), choose });
  tf.dispose({ ...memory });
  return plans.map((_, study) => drafts.slice(study * count, (study + 1) * count));
}
