// XXXX, which the de-identification of OpenI left where it took a word out (names, dates, and many harmless words).
//
// The policy, in training and in scoring alike: nothing is guessed. The mark goes by itself where it can only have stood
// for a word that described the next ("There are XXXX opacities", "an opacity XXXX representing atelectasis") or for the
// date of another film ("unchanged from XXXX"), so that what remains still reads. Else its sentence goes.

const mark = /X{3,}/;
const wholeMark = /^X{3,}$/;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What may stand before an adjective, besides a comma and nothing. */
const beforeAdjective = words(
  `a an the this these those no any other some few several multiple numerous many two three
  is are was were be been being with without of in on for to by or and than versus including
  minimal mild moderate severe slight small large tiny stable unchanged chronic persistent scattered diffuse bilateral
  unilateral left right left-sided right-sided patchy focal multifocal old remote probable possible likely question
  questionable suggesting suspected increased increasing residual subtle prominent anterior posterior lateral medial
  interval new again post also basilar bibasilar basal bibasal perihilar apical biapical wedge vertebral body`,
);

/** What never follows an adjective: the mark was a noun, a verb, a name or a date then. */
const notAfterAdjective = words(
  `a an the this that these those no any some there it its which who i we if as one
  is are was were be been being am has have had do does did may might can could would should will
  of in on at for to from by with without within into over above below under and or but than versus since
  before after during between through throughout along near via about not however otherwise
  appear appears appeared remain remains seem seems represent represents representing reflect reflects reflecting
  suggest suggests suggesting indicate indicates relate relates related consistent compatible compared due
  secondary involving measuring projecting projects overlies overlying demonstrates demonstrated seen noted
  identified present recommended notified discussed consider please unremarkable intact normal clear unchanged
  similar greater less more bilaterally deep like well-expanded change tip tips generator lumen onset level
  chest thorax scan ct film study comparison radiograph room department hours body position`,
);

/** What says nothing, or the opposite, without the word that described it: "low lung volumes". */
const needsAdjective = /^(?:lungs?|volumes?|silhouette|fields|visualization)\b/i;

/** What an adverb stands before: "likely represents", "probably due to". */
const afterAdverb = words(
  `represent represents representing reflect reflects reflecting relates related due secondary`,
);
const beforeAdverb = words(
  `opacity opacities density densities atelectasis consolidation infiltrate markings prominence disease changes effusion
  effusions base bases lobe lobes lung lungs midlung nodule bilaterally and which is are most`,
);

/** What stands before the date of another film. */
const beforeDate = words('from since dated');

const wordOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}-]/gu, '');

type Stood = 'adjective' | 'adverb' | 'date' | 'something else';

/** What a mark between these two can only have stood for. */
function stoodFor(previous: string | undefined, next: string | undefined): Stood {
  const before = previous === undefined ? undefined : wordOf(previous);
  if (next === undefined || !/^[\p{L}\p{N}]/u.test(next)) {
    const isLast = next === undefined || /^[.]+$/.test(next);
    return isLast && before !== undefined && beforeDate.has(before) ? 'date' : 'something else';
  }
  const after = wordOf(next);
  const opens = before === undefined || previous?.endsWith(',') === true;
  if (afterAdverb.has(after) && (opens || beforeAdverb.has(before))) return 'adverb';
  if (notAfterAdjective.has(after) || needsAdjective.test(next)) return 'something else';
  return opens || beforeAdjective.has(before) ? 'adjective' : 'something else';
}

/** The word before an adjective that goes: no "a opacity" is left, and no "mild, opacity". */
function joined(previous: string, next: string): string {
  if (/^an?$/i.test(previous)) {
    return `${previous.charAt(0)}${/^[aeio8]|^u(?!ni)|^1[18]\b/i.test(next) ? 'n' : ''}`;
  }
  return /^(?:mild|minimal|moderate|small|chronic),$/i.test(previous) ? previous.slice(0, -1) : previous;
}

/**
 * A sentence without de-identification marks, or undefined where it must go.
 * @param sentence One sentence, as `splitSentences` gives it.
 */
export function withoutMarks(sentence: string): string | undefined {
  if (!mark.test(sentence)) return sentence;
  const parts = sentence.replace(/(?<=X{3})(?=[.]+$)/, ' ').split(' ');
  const kept: string[] = [];
  for (const [i, part] of parts.entries()) {
    if (!mark.test(part)) {
      kept.push(part);
      continue;
    }
    if (!wholeMark.test(part)) return undefined;
    const next = parts.slice(i + 1).find((other) => !wholeMark.test(other));
    const previous = kept.at(-1);
    const stood = stoodFor(previous, next);
    if (stood === 'something else') return undefined;
    if (stood === 'date' || (stood === 'adverb' && previous === 'most')) kept.pop();
    if (stood === 'adjective' && previous !== undefined) kept.splice(-1, 1, joined(previous, next as string));
  }
  const reads = kept.length > 2 || /^(?:no|without)$/i.test(kept[0] as string);
  return reads ? kept.join(' ') : undefined;
}
