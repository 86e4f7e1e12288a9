// A sentence in the parts within which a negation or a doubt holds.

/** Words that begin something affirmed after a comma: "No pneumothorax, small left effusion". */
const affirmed =
  'there|small|mild|mildly|minimal|moderate|large|trace|tiny|stable|unchanged|increased|increasing|persistent|' +
  'left|right|bilateral|bibasilar|again|the|heart|lungs|cardiac|likely|probable|probably|possible|possibly|question|low';

const borders = new RegExp(
  [
    /[;:]|\b(?:but|however|although|though|except|while|whereas|otherwise|which)\b/,
    /(?<!\b(?:consistent|compatible|associated|without and|with or) )\bwith\b(?! or without)/,
    /(?:,|\band)(?= (?:there|the|heart|lungs|no|without)\b)/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

const afterComma = new RegExp(`,(?= (?:${affirmed})\\b)`);

/** Lower case without a full stop, one space between words, one spelling where reports have several. */
export function plain(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/\bair[ -]space\b/g, 'airspace')
    .replace(/\s+/g, ' ')
    .replace(/[\s.]+$/, '')
    .trimStart();
}

/**
 * In a list of alternatives a comma divides nothing: "No large effusion, focal opacity, or pneumothorax".
 * @param sentence As `plain` gives it.
 */
export function clausesOf(sentence: string): string[] {
  return sentence
    .split(borders)
    .flatMap((clause) => (/\bn?or\b|\//.test(clause) ? [clause] : clause.split(afterComma)))
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}
