// Whether an offered sentence may stand in a draft.
import type { Offer } from '../model/reporter/speak.ts';
import { sectionOf, type Speaker } from './draftedSentence.ts';
import type { Plan } from './plan.ts';
import { maySay, type Said } from './saying.ts';
import { sideIsSeen } from './sides.ts';
import { namesTerm } from './terms.ts';

/** True when the plan allows it, it fits beside what has been said, and the model looked at the side that it names. */
export const mayStand = (
  { config }: Speaker,
  plan: Plan,
  said: Said,
  offer: Offer,
  sentence: string,
): boolean =>
  sideIsSeen(sentence, offer.visualMap) &&
  !plan.unnamed.some((term) => namesTerm(config.tagWords[term] ?? [], sentence)) &&
  maySay(plan.findings, said, sectionOf(offer), sentence);
