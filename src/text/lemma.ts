// Merges inflected forms into one lemma, guided by the words that occur: "dogs" and "dog", "running" and "run".

const irregular: Readonly<Record<string, string>> = {
  men: 'man',
  women: 'woman',
  children: 'child',
  people: 'person',
  feet: 'foot',
  teeth: 'tooth',
  mice: 'mouse',
  geese: 'goose',
  ran: 'run',
  sat: 'sit',
  stood: 'stand',
  held: 'hold',
  threw: 'throw',
  caught: 'catch',
  swam: 'swim',
  rode: 'ride',
  wore: 'wear',
  lying: 'lie',
  leaves: 'leaf',
  policemen: 'policeman',
};

/** Candidates for the lemma, longest stem first. */
function stems(word: string): string[] {
  const cut = (suffix: string, ...endings: string[]): string[] =>
    word.endsWith(suffix) && word.length > suffix.length + 2
      ? endings.map((ending) => word.slice(0, -suffix.length) + ending)
      : [];
  const undouble = (suffix: string): string[] => {
    const stem = word.slice(0, -suffix.length);
    return word.endsWith(suffix) && stem.length > 2 && stem.at(-1) === stem.at(-2) ? [stem.slice(0, -1)] : [];
  };
  return [
    ...cut('ies', 'y', 'ie'),
    ...cut('es', 'e', ''),
    ...cut('s', ''),
    ...undouble('ing'),
    ...cut('ing', '', 'e'),
    ...undouble('ed'),
    ...cut('ed', '', 'e'),
  ];
}

/** The lemma of a word: an irregular form's base, or a stem that itself occurs in `known`, else the word. */
export function lemmaOf(word: string, known: ReadonlySet<string>): string {
  const base = irregular[word];
  if (base !== undefined && known.has(base)) return base;
  if (word.endsWith('ss')) return word;
  return stems(word).find((stem) => known.has(stem)) ?? word;
}
