// Which form of a word a number takes, by the rules of its language.

/** Forms by the names that Unicode gives them; a language has those that its rules can ask for. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & Record<'other', string>>;

export function pluralsOf(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (n, forms) => forms[rules.select(n)] ?? forms.other;
}
