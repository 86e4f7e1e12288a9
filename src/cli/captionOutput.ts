// The forms in which captions are printed: a line for people, JSON, JSON lines, CSV.
import { csvHeader, csvLine } from '../export/csv.ts';
import type { CaptionRecord } from '../export/record.ts';
import type { CaptionedFile } from './captionFiles.ts';
import { plainText } from './plainText.ts';

export type OutputFormat = 'plain' | 'json' | 'jsonl' | 'csv';

/** What is printed before, for each picture, and after. */
export interface CaptionOutput {
  readonly start: string;
  picture(file: CaptionedFile): string;
  readonly end: string;
}

export interface PlainOptions {
  /** Names each picture before its caption, with a tab between. */
  readonly withPath: boolean;
  /** Adds the tags after a tab. */
  readonly withTags: boolean;
  /** Lines for each picture, 1 or more. */
  readonly captions: number;
}

export function captionOutput(format: OutputFormat, plain: PlainOptions): CaptionOutput {
  switch (format) {
    case 'plain':
      // Failures are told on standard error.
      return {
        start: '',
        picture: (file) => (file.kind === 'captioned' ? plainLines(file, plain) : ''),
        end: '',
      };
    case 'jsonl':
      return { start: '', picture: (file) => `${JSON.stringify(recordOf(file))}\n`, end: '' };
    case 'json': {
      let separator = '';
      return {
        start: '[',
        picture: (file) => {
          const text = `${separator}\n${JSON.stringify(recordOf(file))}`;
          separator = ',';
          return text;
        },
        end: '\n]\n',
      };
    }
    case 'csv':
      return { start: `${csvHeader}\r\n`, picture: (file) => `${csvRow(file)}\r\n`, end: '' };
  }
}

/** In a line; records hold all. */
const shownTags = 10;

/** A caption as people read it: said with care where the model is not sure. */
export const hedgedCaption = (caption: string, hedged: boolean): string =>
  hedged ? `Perhaps: ${caption}` : caption;

function plainLines(file: Extract<CaptionedFile, { kind: 'captioned' }>, options: PlainOptions): string {
  const { captions, hedged, tags } = file.result;
  const before = options.withPath ? `${plainText(file.path)}\t` : '';
  const after = options.withTags
    ? `\t${tags
        .slice(0, shownTags)
        .map(({ tag }) => tag)
        .join(', ')}`
    : '';
  return captions
    .slice(0, options.captions)
    .map(({ text }, i) => `${before}${hedgedCaption(text, hedged && i === 0)}${after}\n`)
    .join('');
}

type Captioned = Exclude<CaptionRecord, { readonly error: unknown }>;
/** As `CaptionRecord`, but here every caption is the model's. */
type PrintedRecord = Omit<Captioned, 'author'> | Exclude<CaptionRecord, Captioned>;

function recordOf(file: CaptionedFile): PrintedRecord {
  if (file.kind === 'failed') return { file: file.path, error: file.error };
  const { captions, probability, hedged, tags, model } = file.result;
  return {
    file: file.path,
    caption: captions[0]?.text ?? '',
    probability: rounded(probability, 4),
    hedged,
    alternatives: captions.map((caption) => ({
      caption: caption.text,
      probability: rounded(caption.probability, 4),
    })),
    tags: tags.map((score) => ({ tag: score.tag, probability: rounded(score.probability, 4) })),
    model,
    ms: rounded(file.ms, 1),
  };
}

function csvRow(file: CaptionedFile): string {
  const record = recordOf(file);
  return csvLine('error' in record ? record : { ...record, author: 'model' });
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
