// Where a dictated report's sentences end: not at "5.2 cm", "vs." or "a.m.", but also where a full stop was forgotten
// before a list's number, or the space after it.

/** A dot after these ends nothing. */
const abbreviations = /\b(?:vs|dr|mr|mrs|ms|approx|a\.m|p\.m|i\.e|e\.g|st)\.$/i;

/** What is no text: line breaks and quotation marks of the system that the reports were kept in. */
const markup = /<br>|&[lg]t;|[[\]<>]/gi;

/** The number of an item of a list: at the start or after white space, before white space or a capital ("2.0" is none). */
const listNumber = /(?<=^|\s)\d{1,2}[.)](?=\s|[A-Z])\s*/g;

/** A number that belongs to the word before it: "grade 2.", "rib 4.", "of 3.". */
const counted = /\b(?:rib|ribs|grade|stage|type|level|of|to|and|or|at|is|are|than|image|images)\s*$/i;

/** Also "clear.There" and "Normal chest No evidence of ...", but not "or The heart". */
const boundary =
  /[.?!]+(?=\s|$)|(?<=[a-zX]{2})\.(?=[A-Z][a-z])|(?<=[a-z]{3}(?<!\b(?:and|for|the|with|from)))(?= (?:There|This|These|The|No|Lungs?) [a-z])/g;

/**
 * The sentences of a report's part, in order, without the numbers of lists, as they were written otherwise:
 * "1. Cardiomegaly 2. No edema." gives "Cardiomegaly" and "No edema.".
 */
export function splitSentences(text: string): string[] {
  const flat = text.replace(markup, ' ').replace(/\s+/g, ' ');
  const listed = flat.replace(listNumber, (number, at: number) =>
    counted.test(flat.slice(0, at)) ? number : '\n',
  );
  return listed.split('\n').flatMap(splitAtStops);
}

function splitAtStops(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { 0: stop, index } of text.matchAll(boundary)) {
    const end = index + stop.length;
    if (abbreviations.test(text.slice(start, end))) continue;
    sentences.push(text.slice(start, end).trim());
    start = end;
  }
  sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
