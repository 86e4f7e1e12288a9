// XXXX, which the de-identification of OpenI left where it took a word out (names, dates, and many harmless words).
//
// The policy, in training and in scoring alike: nothing is guessed. The mark goes by itself where it can only have stood
// for a describing word, so that what remains still reads ("There are XXXX opacities"). Else its sentence goes.

const mark = /X{3,}/;
const wholeMark = /^X{3,}$/;

/** What may stand before a describing word, besides a comma and nothing. */
const before = new Set(
  (
    'a an the this these those no any other some few several multiple numerous many ' +
    'is are was were be been being with without of in on for to by or and than versus including ' +
    'minimal mild moderate severe slight small large tiny stable chronic persistent scattered diffuse bilateral ' +
    'unilateral left right left-sided right-sided patchy focal multifocal old remote probable possible likely ' +
    'increased increasing residual subtle prominent anterior posterior lateral medial interval new again post also'
  ).split(' '),
);

/** What never follows a describing word: the mark was a noun, a verb, a name or a date then. */
const after = new Set(
  (
    'a an the this that these those no any some there it its which who i we if as one ' +
    'is are was were be been being am has have had do does did may might can could would should will ' +
    'of in on at for to from by with without within into over above below under and or but than versus since ' +
    'before after during between through throughout along near via due about not however otherwise ' +
    'appear appears appeared remain remains seem seems represent represents representing reflect reflects reflecting ' +
    'suggest suggests suggesting indicate indicates relate relates related consistent compatible compared ' +
    'secondary involving measuring projecting projects overlies overlying demonstrates demonstrated seen noted ' +
    'identified present recommended notified discussed consider please unremarkable intact normal clear unchanged ' +
    'similar greater less more bilaterally deep like well-expanded change tip tips generator lumen onset level ' +
    'chest thorax scan ct film study comparison radiograph room department hours body position'
  ).split(' '),
);

/** What says nothing, or the opposite, without the word that described it: "low lung volumes". */
const needsDescription = /^(?:lungs?|volumes?|silhouette|fields|visualization)\b/i;

const wordOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}-]/gu, '');

/** Whether a mark between these two can only have been a describing word. */
function describes(previous: string | undefined, next: string | undefined): boolean {
  if (next === undefined || !/^[\p{L}\p{N}]/u.test(next)) return false;
  if (after.has(wordOf(next)) || needsDescription.test(next)) return false;
  return previous === undefined || previous.endsWith(',') || before.has(wordOf(previous));
}

/** The word before a mark that goes: "a XXXX opacity" must not leave "a opacity", nor "mild, XXXX opacity" "mild, opacity". */
function joined(previous: string, next: string): string {
  if (/^an?$/i.test(previous)) {
    return `${previous.charAt(0)}${/^[aeio8]|^u(?!ni)|^1[18]\b/i.test(next) ? 'n' : ''}`;
  }
  return before.has(wordOf(previous)) ? previous.replace(/,$/, '') : previous;
}

/**
 * A sentence without de-identification marks, or undefined where it must go.
 * @param sentence One sentence, as `splitSentences` gives it.
 */
export function withoutMarks(sentence: string): string | undefined {
  if (!mark.test(sentence)) return sentence;
  const words = sentence.split(' ');
  const kept: string[] = [];
  for (const [i, word] of words.entries()) {
    if (!mark.test(word)) {
      kept.push(word);
      continue;
    }
    const next = words.slice(i + 1).find((other) => !wholeMark.test(other));
    const previous = kept.at(-1);
    if (!wholeMark.test(word) || !describes(previous, next)) return undefined;
    if (previous !== undefined) kept.splice(-1, 1, joined(previous, next as string));
  }
  const reads = kept.length > 2 || /^(?:no|without)$/i.test(kept[0] as string);
  return reads ? kept.join(' ') : undefined;
}
