// Patterns from lists of phrases.
/** The source of a pattern for any of these phrases, as whole words. */
export const anyOf = (...phrases: readonly string[]): string => `\\b(?:${phrases.join('|')})\\b`;
