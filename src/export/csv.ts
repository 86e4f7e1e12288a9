// Captions as CSV (RFC 4180): a header, one picture a line, quotes where they are needed.
import type { CaptionRecord } from './record.ts';

const columns = [
  'file',
  'caption',
  'author',
  'probability',
  'hedged',
  'alternatives',
  'tags',
  'model',
  'error',
] as const;

export const csvHeader: string = columns.join(',');

/** One line, without its end. Alternatives and tags are joined by "; ". */
export function csvLine(record: CaptionRecord): string {
  const cells: Record<(typeof columns)[number], string> =
    'error' in record
      ? { ...blank, file: record.file, error: record.error.message }
      : {
          ...blank,
          file: record.file,
          caption: record.caption,
          author: record.author,
          probability: record.probability?.toFixed(4) ?? '',
          hedged: record.hedged === undefined ? '' : String(record.hedged),
          alternatives: record.alternatives.map(({ caption }) => caption).join('; '),
          tags: record.tags.map(({ tag }) => tag).join('; '),
          model: record.model ?? '',
        };
  return columns.map((column) => quote(cells[column])).join(',');
}

export const toCsv = (records: readonly CaptionRecord[]): string =>
  [csvHeader, ...records.map(csvLine), ''].join('\r\n');

const blank = Object.fromEntries(columns.map((column) => [column, ''])) as Record<
  (typeof columns)[number],
  string
>;

/** Spreadsheets would run a cell that starts like a formula; an apostrophe in front makes it text. */
const disarm = (cell: string): string => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell);

function quote(text: string): string {
  const cell = disarm(text);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
