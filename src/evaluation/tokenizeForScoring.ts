// The words that the metrics compare: a small equal of pycocoevalcap's PTBTokenizer (Stanford's PTB tokeniser, lower
// case, then punctuation dropped). Exact for plain English captions; rare forms (measures, fractions) may differ.

/** What pycocoevalcap drops, beside runs of full stops or hyphens and double quotes. Brackets stay: it lists them in
 * capitals, but its tokens are lower case. */
const dropped = new Set(["'", '`', '.', '?', '!', ',', ':', '-', ';']);

const brackets: Readonly<Record<string, string>> = {
  '(': '-lrb-',
  ')': '-rrb-',
  '[': '-lsb-',
  ']': '-rsb-',
  '{': '-lcb-',
  '}': '-rcb-',
};

/** Abbreviations that keep their full stop. */
const abbreviations =
  'mr|mrs|ms|dr|jr|sr|st|mt|ft|sq|ave|blvd|rd|prof|gen|col|lt|sgt|capt|rev|gov|sen|rep|vs|etc|inc|co|corp|ltd|' +
  'bros|dept|univ|est|jan|feb|mar|apr|aug|sept|sep|oct|nov|dec|mon|tue|tues|wed|thu|thurs|fri';

/** Words that are two tokens, by the length of the first. */
const contractions: Readonly<Record<string, number>> = {
  cannot: 3,
  gonna: 3,
  gotta: 3,
  wanna: 3,
  gimme: 3,
  lemme: 3,
  "'tis": 2,
  "'twas": 2,
};

const clitic = "(?:n't|'(?:s|m|d|ll|re|ve))";
const letters = String.raw`\p{L}\p{M}`;
const part = `[${letters}\\p{N}]+`;
/** Letters and digits up to a clitic: "is" of "isn't". */
const stem = `(?:(?!${clitic}(?![${letters}]))[${letters}\\p{N}_])+`;

const patterns = [
  String.raw`(?:https?:\/\/|www\.)[^\s"<>]+`,
  String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
  String.raw`<\/?[a-z][a-z0-9]*\s*\/?>`,
  // Numbers: 1,000 and 10:30 and 1/2 and .5, with or without a sign in front; a unit behind is a token of its own.
  String.raw`[-+]?\d*(?:[.,:/]\d+)+(?!-)`,
  String.raw`[-+]\d+(?![\p{L}\p{N}-])`,
  // Initials and acronyms with their full stops: p. d.c. s.c.u.b.a.
  String.raw`[a-z](?:\.[a-z])*\.(?![\p{L}\p{N}])`,
  `(?:${abbreviations})\\.(?![${letters}\\p{N}])`,
  String.raw`no\.(?=\s*\d)`,
  // rock 'n' roll, fish 'n chips, the '90s.
  "'n'|'\\d\\ds(?![\\p{L}])|'n(?=\\s)",
  `${clitic}(?![${letters}\\p{N}])`,
  "'(?:tis|twas)(?![\\p{L}])",
  `(?:o|ma|d|l|cap)'${part}(?:-${part})*`,
  `ol'(?=\\s)|y'(?=all)`,
  // Any other word, joined by hyphens and slashes, or by a full stop between letters.
  `${stem}(?:(?:[-/]|(?<=[${letters}])\\.(?=[${letters}]))${stem})*`,
  String.raw`\.{2,}`,
  String.raw`-{2,}`,
  String.raw`[?!]+`,
  String.raw`\S`,
];

const token = new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'gu');

function normalize(caption: string): string {
  return caption
    .toLowerCase()
    .replaceAll('&amp;', '&')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/["\u201c\u201d]/g, ' ')
    .replace(/[\u2013\u2014]/g, ' -- ')
    .replaceAll('\u2026', ' ... ');
}

/** `caption` as the words that pycocoevalcap would score: lower case, clitics apart, punctuation gone. */
export function tokenizeForScoring(caption: string): string[] {
  return (normalize(caption).match(token) ?? []).flatMap((found) => {
    if (dropped.has(found) || /^(?:\.{2,}|-{2,})$/.test(found)) return [];
    const split = contractions[found];
    if (split !== undefined) return [found.slice(0, split), found.slice(split)];
    return [brackets[found] ?? found];
  });
}
