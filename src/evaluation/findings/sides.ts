// On which side of the patient a mention is.

export type Side = 'left' | 'right' | 'both';

const sideWord = /\b(?:left|right|both|bilateral\w*|bibasilar|bibasal|biapical|bihilar|lingula\w*)\b/g;

const joined =
  /\b(?:left|right)(?:-sided)? (?:greater|more|larger|worse|and|or)(?: than)?(?: the)? (?:left|right)\b/;

/** The words between the last comma, "and" or "or" before a mention and the next one after it. */
const before = /(?:^|,|\b(?:and|or)\b)(?!.*(?:,|\b(?:and|or)\b))(.*)$/;
const after = /^.*?(?=,|\b(?:and|or)\b|$)/;

/** The side that is named with a mention, else the nearest in its clause; 'both' in a clause that joins left and right. */
export function sideOf(clause: string, start: number, end: number): Side | undefined {
  if (joined.test(clause)) return 'both';
  const left = before.exec(clause.slice(0, start))?.[1] ?? '';
  const right = after.exec(clause.slice(end))?.[0] ?? '';
  return nearestSide(left, right) ?? nearestSide(clause.slice(0, start), clause.slice(end));
}

function nearestSide(left: string, right: string): Side | undefined {
  const last = Array.from(left.matchAll(sideWord)).at(-1);
  const first = Array.from(right.matchAll(sideWord)).at(0);
  const isFirst = first !== undefined && (last === undefined || first.index < left.length - last.index);
  const word = (isFirst ? first : last)?.[0];
  if (word === undefined || word === 'left' || word === 'right') return word;
  return word.startsWith('lingul') ? 'left' : 'both';
}
