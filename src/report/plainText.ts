// A report as plain text: lines of UTF-8, to be pasted anywhere.
import { emptySection, outline, type ExportOptions } from './outline.ts';
import type { Report } from './report.ts';

/** The whole report, ending in a line end. */
export function toPlainText(report: Report, options: ExportOptions): string {
  const parts = outline(report, options);
  const sentences = parts.sections.flatMap((section) => section.sentences);
  return [
    block(undefined, [
      parts.title.toUpperCase(),
      ...(parts.banner === undefined ? [] : [parts.banner]),
      ...parts.warnings.map((warning) => `WARNING: ${warning}`),
    ]),
    block(
      undefined,
      parts.facts.map(({ name, value }) => `${name}: ${value}`),
    ),
    ...parts.sections.map((section) =>
      block(
        section.title,
        section.sentences.length === 0
          ? [emptySection]
          : section.sentences.map(({ number, text }) => `${text} [${number}]`),
      ),
    ),
    block(
      'Provenance of each sentence',
      sentences.map(({ number, provenance }) => `[${number}] ${provenance}`),
    ),
    block('Findings switched on', parts.findings),
    block(undefined, parts.signature === undefined ? [] : [parts.signature]),
    ...parts.addenda.map(({ title, text }) => block(title, [text], false)),
    block(undefined, [parts.disclaimer]),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** A title and lines; '' where there are no lines. */
function block(title: string | undefined, lines: readonly string[], loud = true): string {
  if (lines.length === 0) return '';
  const head = title === undefined ? [] : [loud ? title.toUpperCase() : title];
  return `${[...head, ...lines].join('\n')}\n`;
}
