// CSV comes back as it was written, and never as a formula.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvHeader, csvLine, toCsv } from '../../src/export/csv.ts';
import type { CaptionRecord } from '../../src/export/record.ts';

/** A reader by the letter of RFC 4180, written apart from the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at] ?? '';
      }
      at++;
    }
    while (at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at)) cell += text[at++] ?? '';
    row.push(cell);
    cell = '';
    if (text[at] === ',') at++;
    else {
      rows.push(row);
      row = [];
      at += 2;
    }
  }
  return rows;
}

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', ',', ';', '=', '+', '-', '@', '\t', '\r', '\n', "'", ' '),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});

const captioned = (file: string, caption: string): CaptionRecord => ({
  file,
  caption,
  author: 'model',
  probability: 0.5,
  hedged: false,
  alternatives: [{ caption, probability: 1 }],
  tags: [{ tag: 'dog', probability: 0.9 }],
  model: 'm@1',
});

const isFormula = (cell: string): boolean => /^[=+\-@\t\r\n]/.test(cell);

test('any name and any caption come back, and none is a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText)), (pairs) => {
      const [header, ...rows] = parseCsv(toCsv(pairs.map(([file, caption]) => captioned(file, caption))));
      expect(header?.join()).toBe(csvHeader);
      expect(rows).toHaveLength(pairs.length);
      for (const [i, [file, caption]] of pairs.entries()) {
        expect(rows[i]).toHaveLength(header?.length ?? 0);
        expect(rows[i]?.[0]).toBe(isFormula(file) ? `'${file}` : file);
        expect(rows[i]?.[1]).toBe(isFormula(caption) ? `'${caption}` : caption);
        expect(rows[i]?.filter(isFormula)).toEqual([]);
      }
    }),
  );
});

test('a failure has its message in the last cell', () => {
  const line = csvLine({ file: 'a, b.jpg', error: { code: 'image/empty', message: 'a, b.jpg is empty.' } });
  expect(line).toBe('"a, b.jpg",,,,,,,,"a, b.jpg is empty."');
});
