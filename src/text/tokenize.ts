// Words of a caption, for the model: lower case, no punctuation.

/** Splits a caption into words: "A dog's ball, red-hot!" gives a, dog, 's, ball, red-hot. */
export function tokenize(caption: string): string[] {
  return caption
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[’`]/g, "'")
    .replace(/'s\b/g, " 's")
    .split(/[^\p{L}\p{N}'-]+/u)
    .map((word) => word.replace(/^['-]+(?!s$)|['-]+$/g, ''))
    .filter((word) => word !== '');
}

/** Puts words back into a sentence: capital first, full stop last, no space before 's. */
export function detokenize(words: readonly string[]): string {
  const text = words.join(' ').replaceAll(" 's", "'s");
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
