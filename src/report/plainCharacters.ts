// Text that every export can carry: no control characters and no halves of characters, which XML and DICOM refuse.

const control = /[^\P{Cc}\n\t]/gu;
const halfCharacter = /\p{Surrogate}/gu;

/** Line ends become `\n`; other control characters go; half of a surrogate pair becomes U+FFFD. */
export const plainCharacters = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(control, '').replace(halfCharacter, '\u{FFFD}');
