// Text that is safe on a terminal and in a line: a file's name may hold line ends, escape codes or worse.

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Control characters (they move the cursor), line separators and marks that reverse the direction of text. */
const unsafe = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\p{Cs}/gu;

/** Shows what cannot be seen: a line end as \n, others by their code. Everything else stays as it is. */
export const plainText = (text: string): string =>
  text.replace(
    unsafe,
    (character) => names[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
