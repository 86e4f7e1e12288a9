// Drafts of reports. Several are spoken for each plan; of those that state most of what is planned, the one that says
// most of what reports usually say is kept. What it has left out is then asked for: planned findings, and, where there
// are findings, the areas that a report goes through.
import type { Finding } from '../evaluation/findings/observations.ts';
import { sections } from '../model/reporter/config.ts';
import type { StudyGrids } from '../model/reporter/studyFeatures.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { areas, leavesUnremarkable, speaksOf } from './areas.ts';
import { askFor, type Request } from './askFor.ts';
import { saidIn, type DraftedSentence, type Speaker, type Taken } from './draftedSentence.ts';
import { gainsOf, wordsOf } from './findingWords.ts';
import { expectedRecall, type Phrases } from './phrases.ts';
import { planOf, type Plan } from './plan.ts';
import { repeats, statedIn, type Said } from './saying.ts';
import { speakPlans } from './speakPlans.ts';
import { namesTerm } from './terms.ts';

export type { DraftedSentence, Speaker } from './draftedSentence.ts';

const findingsStated = (said: Said): Set<Finding> =>
  new Set([...said.findings, ...said.impression].flatMap((text) => [...statedIn(text)]));

/**
 * What the mean log probability of a draft's sentences weighs, beside the phrases that it says; chosen on `val`. Where
 * there is nothing to find, the likeliest wording is nearest to what people write; where there is, it is too short.
 */
const probabilityWeight = { withFindings: 0.1, without: 2 };

/** How much a draft says of what reports say, and how sure the decoder is of it. */
function worthOf(phrases: Phrases, plan: Plan, draft: readonly Taken[]): number {
  const logs = draft.reduce((sum, { probability }) => sum + Math.log(probability), 0);
  const sureness = logs / Math.max(1, draft.length);
  const weight = plan.findings.size > 0 ? probabilityWeight.withFindings : probabilityWeight.without;
  return expectedRecall(phrases, saidIn(draft).findings) + weight * sureness;
}

/** The draft that states most; of those that state as much, the one that is worth most. */
function best(phrases: Phrases, plan: Plan, drafts: readonly Taken[][]): Taken[] {
  let kept: { draft: Taken[]; stated: number; worth: number } | undefined;
  for (const draft of drafts) {
    const stated = findingsStated(saidIn(draft)).size;
    const worth = worthOf(phrases, plan, draft);
    if (!kept || stated > kept.stated || (stated === kept.stated && worth > kept.worth))
      kept = { draft, stated, worth };
  }
  return kept?.draft ?? [];
}

/** A request for each planned finding that no sentence of the draft states, by a plan that `narrow` makes of it. */
const findingsLeftOut = (
  plans: readonly Plan[],
  drafts: readonly Taken[][],
  narrow: (finding: Finding, plan: Plan) => Plan,
  vocabulary: Vocabulary,
): Request[] =>
  plans.flatMap((plan, study) => {
    const stated = findingsStated(saidIn(drafts[study] ?? []));
    return [...plan.findings]
      .filter((finding) => !stated.has(finding))
      .map((finding) => ({
        study,
        plan: narrow(finding, plan),
        wants: (sentence) => statedIn(sentence).has(finding),
        gains: wordsOf(finding, vocabulary),
        isIn: (said) => findingsStated(said).has(finding),
      }));
  });

/** A request for each term that a person asked for and no sentence names. */
const termsLeftOut = (
  { config, vocabulary }: Speaker,
  plans: readonly Plan[],
  drafts: readonly Taken[][],
): Request[] =>
  plans.flatMap((plan, study) => {
    const isNamed = (words: readonly string[], { findings, impression }: Said): boolean =>
      [...findings, ...impression].some((sentence) => namesTerm(words, sentence));
    return plan.named
      .map((tag) => ({ tag, words: config.tagWords[tag] ?? [] }))
      .filter(({ words }) => words.length > 0 && !isNamed(words, saidIn(drafts[study] ?? [])))
      .map(({ tag, words }) => ({
        study,
        plan: { ...plan, tags: [tag, ...plan.tags.filter((other) => other !== tag)] },
        wants: (sentence) => namesTerm(words, sentence),
        gains: gainsOf(words, vocabulary),
        isIn: (said) => isNamed(words, said),
      }));
  });

/** A request for each area of which the findings of a draft with planned findings do not speak. */
const areasLeftOut = (plans: readonly Plan[], drafts: readonly Taken[][]): Request[] =>
  plans.flatMap((plan, study) => {
    const { findings } = saidIn(drafts[study] ?? []);
    return areas
      .filter((area) => plan.findings.size > 0 && !speaksOf(area, findings))
      .map((area) => ({
        study,
        plan,
        wants: (sentence, section) => section === 'findings' && leavesUnremarkable(area, sentence),
        isIn: (said) => speaksOf(area, said.findings),
      }));
  });

const inOrder = (draft: readonly Taken[]): Taken[] =>
  sections.flatMap((section) =>
    draft.filter((sentence) => sentence.section === section).sort((a, b) => a.place - b.place),
  );

/**
 * Sections are spoken side by side, so an impression may deny what the findings came to deny after it: such sentences go,
 * as long as one is left.
 */
function withoutRepeats(draft: readonly Taken[]): readonly Taken[] {
  const { findings } = saidIn(draft);
  const isNew = ({ section, text }: Taken): boolean =>
    section === 'findings' || !repeats({ findings, impression: [] }, 'impression', text);
  const kept = draft.filter(isNew);
  return kept.some(({ section }) => section === 'impression') ? kept : draft;
}

/**
 * Drafts the reports of n studies.
 * @returns the sentences of each, findings first, in their order
 */
export async function draftStudies(
  speaker: Speaker,
  grids: StudyGrids,
  plans: readonly Plan[],
): Promise<readonly (readonly DraftedSentence[])[]> {
  const { tags, config } = speaker;
  const phrases = new Map(Object.entries(config.phrases));
  const drafts = (await speakPlans(speaker, grids, plans)).map((own, study) =>
    best(phrases, plans[study] as Plan, own),
  );
  const alone = (finding: Finding): Plan => planOf(tags, [tags.indexOf(finding)]);
  const withItsOwn = (finding: Finding, { tags: own }: Plan): Plan => {
    const others = own.filter((tag) => planOf(tags, [tag]).findings.size === 0);
    return planOf(tags, [tags.indexOf(finding), ...others]);
  };
  for (const narrow of [alone, withItsOwn])
    await askFor(speaker, grids, findingsLeftOut(plans, drafts, narrow, speaker.vocabulary), drafts, plans);
  await askFor(speaker, grids, termsLeftOut(speaker, plans, drafts), drafts, plans);
  await askFor(speaker, grids, areasLeftOut(plans, drafts), drafts, plans);
  return drafts.map(inOrder).map(withoutRepeats);
}
