// Captions as one JSON array of records, indented, so that it can be read and compared.
import type { CaptionRecord } from './record.ts';

export const toJson = (records: readonly CaptionRecord[]): string =>
  `${JSON.stringify(records, undefined, 2)}\n`;
