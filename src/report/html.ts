// A report as one HTML page without scripts or links, to be read in a browser or printed: its style knows paper.
import { escapeMarkup } from './escapeMarkup.ts';
import { emptySection, outline, type ExportOptions } from './outline.ts';
import type { Report } from './report.ts';

const style = `
  body { font: 12pt/1.5 system-ui, sans-serif; color: #000; background: #fff; max-width: 44em; margin: 2em auto; padding: 0 1em; }
  h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-bottom: 0.3em; break-after: avoid; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2em 1em; } dt { font-weight: 600; } dd { margin: 0; }
  p { margin: 0.3em 0; white-space: pre-line; break-inside: avoid; orphans: 3; widows: 3; }
  li { white-space: pre-line; overflow-wrap: anywhere; }
  .banner { border: 2pt solid #000; padding: 0.3em 0.6em; font-weight: 700; }
  .warning { border-left: 4pt solid #000; padding-left: 0.6em; }
  .small { font-size: 0.85em; overflow-wrap: anywhere; } sup { font-size: 0.7em; }
  footer { border-top: 1pt solid #000; margin-top: 2em; font-size: 0.85em; }
  @page { margin: 20mm; }
  @media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; } }
`;

/** The whole page, as UTF-8. */
export function toHtml(report: Report, options: ExportOptions): string {
  const parts = outline(report, options);
  const sentences = parts.sections.flatMap((section) => section.sentences);
  const body = [
    `<h1>${escapeMarkup(parts.title)}</h1>`,
    ...(parts.banner === undefined ? [] : [`<p class="banner">${escapeMarkup(parts.banner)}</p>`]),
    ...parts.warnings.map(
      (warning) => `<p class="warning"><strong>Warning:</strong> ${escapeMarkup(warning)}</p>`,
    ),
    `<dl>${parts.facts.map(({ name, value }) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`).join('')}</dl>`,
    ...parts.sections.flatMap((section) => [
      `<h2>${escapeMarkup(section.title)}</h2>`,
      ...(section.sentences.length === 0
        ? [`<p>${emptySection}</p>`]
        : section.sentences.map(({ number, text }) => `<p>${escapeMarkup(text)} <sup>[${number}]</sup></p>`)),
    ]),
    '<div class="small"><h2>Provenance of each sentence</h2>',
    `<ol>${sentences.map(({ provenance }) => `<li>${escapeMarkup(provenance)}</li>`).join('')}</ol>`,
    ...(parts.findings.length === 0
      ? []
      : [
          `<h2>Findings switched on</h2><ul>${parts.findings.map((text) => `<li>${escapeMarkup(text)}</li>`).join('')}</ul>`,
        ]),
    '</div>',
    ...(parts.signature === undefined ? [] : [`<p class="small">${escapeMarkup(parts.signature)}</p>`]),
    ...parts.addenda.flatMap(({ title, text }) => [
      `<h2>Addendum</h2><p>${escapeMarkup(text)}</p><p class="small">${escapeMarkup(title)}</p>`,
    ]),
    `<footer><p>${escapeMarkup(parts.disclaimer)}</p></footer>`,
  ];
  const title = parts.banner === undefined ? parts.title : `DRAFT: ${parts.title}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeMarkup(title)}</title><style>${style}</style></head>`,
    '<body><main>',
    ...body,
    '</main></body></html>',
    '',
  ].join('\n');
}
