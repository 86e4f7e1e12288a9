// Porter's stemmer (Porter 1980, "An algorithm for suffix stripping") with the changes that NLTK makes by default
// (`NLTK_EXTENSIONS`), so that METEOR's stem stage agrees with NLTK's.

/** Words that NLTK stems by a table. */
const irregular = new Map([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

/** c or v for each letter: y is a vowel after a consonant. */
function shape(word: string): string {
  let shapes = '';
  for (const letter of word) {
    const vowel = 'aeiou'.includes(letter) || (letter === 'y' && shapes.endsWith('c'));
    shapes += vowel ? 'v' : 'c';
  }
  return shapes;
}

/** m of the paper: how often a vowel is followed by a consonant. */
const measure = (stem: string): number => shape(stem).split('vc').length - 1;

const endsInConsonant = (stem: string): boolean => shape(stem).endsWith('c');

/** *d of the paper. */
const endsInDouble = (word: string): boolean => word.at(-1) === word.at(-2) && endsInConsonant(word);

/** *o of the paper; NLTK adds words of a vowel and a consonant. */
function endsInShortSyllable(word: string): boolean {
  const shapes = shape(word);
  return (shapes.endsWith('cvc') && !/[wxy]$/.test(word)) || shapes === 'vc';
}

interface Rule {
  readonly suffix: string;
  readonly replacement: string;
  readonly condition: (stem: string) => boolean;
}

const rulesWith = (condition: (stem: string) => boolean, table: string): readonly Rule[] =>
  table
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [suffix, replacement] = entry.split('>') as [string, string];
      return { suffix, replacement, condition };
    });

/** The first rule whose suffix fits decides, whether its condition holds or not. */
function applyFirst(word: string, rules: readonly Rule[]): string {
  const rule = rules.find(({ suffix }) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const stem = word.slice(0, word.length - rule.suffix.length);
  return rule.condition(stem) ? stem + rule.replacement : word;
}

const always = (): boolean => true;
const longerThan0 = (stem: string): boolean => measure(stem) > 0;
const longerThan1 = (stem: string): boolean => measure(stem) > 1;

const step1aRules = rulesWith(always, 'sses>ss ies>i ss>ss s>');

function step1a(word: string): string {
  if (word.length === 4 && word.endsWith('ies')) return word.slice(0, -1);
  return applyFirst(word, step1aRules);
}

function step1b(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return longerThan0(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const suffix = ['ed', 'ing'].find(
    (each) => word.endsWith(each) && shape(word.slice(0, -each.length)).includes('v'),
  );
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsInShortSyllable(stem) ? `${stem}e` : stem;
}

const step1c = (word: string): string =>
  applyFirst(word, [
    { suffix: 'y', replacement: 'i', condition: (stem) => stem.length > 1 && endsInConsonant(stem) },
  ]);

const step2Rules: readonly Rule[] = [
  ...rulesWith(
    longerThan0,
    `ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble alli>al entli>ent eli>e ousli>ous ization>ize
     ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble fulli>ful`,
  ),
  { suffix: 'logi', replacement: 'log', condition: (stem) => longerThan0(`${stem}l`) },
];

function step2(word: string): string {
  if (word.endsWith('alli') && longerThan0(word.slice(0, -4))) return step2(word.slice(0, -2));
  return applyFirst(word, step2Rules);
}

const step3Rules = rulesWith(longerThan0, 'icate>ic ative> alize>al iciti>ic ical>ic ful> ness>');

const step4Rules: readonly Rule[] = [
  ...rulesWith(longerThan1, 'al> ance> ence> er> ic> able> ible> ant> ement> ment> ent>'),
  { suffix: 'ion', replacement: '', condition: (stem) => longerThan1(stem) && /[st]$/.test(stem) },
  ...rulesWith(longerThan1, 'ou> ism> ate> iti> ous> ive> ize>'),
];

function step5(word: string): string {
  let result = word;
  if (word.endsWith('e')) {
    const stem = word.slice(0, -1);
    const m = measure(stem);
    if (m > 1 || (m === 1 && !endsInShortSyllable(stem))) result = stem;
  }
  return result.endsWith('ll') && longerThan1(result.slice(0, -1)) ? result.slice(0, -1) : result;
}

/** The stem of one word. */
export function porterStem(word: string): string {
  const lower = word.toLowerCase();
  const known = irregular.get(lower);
  if (known !== undefined) return known;
  if (word.length <= 2) return lower;
  const inflected = step1c(step1b(step1a(lower)));
  return step5(applyFirst(applyFirst(step2(inflected), step3Rules), step4Rules));
}
