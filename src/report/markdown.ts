// A report as Markdown (CommonMark): what people typed is shown as typed, never taken for markup.
import { emptySection, outline, type ExportOptions } from './outline.ts';
import type { Report } from './report.ts';

/** The whole report, ending in a line end. */
export function toMarkdown(report: Report, options: ExportOptions): string {
  const parts = outline(report, options);
  const sentences = parts.sections.flatMap((section) => section.sentences);
  const blocks = [
    `# ${parts.title}`,
    ...(parts.banner === undefined ? [] : [`**${parts.banner}**`]),
    ...parts.warnings.map((warning) => `> **Warning:** ${escape(warning)}`),
    parts.facts.map(({ name, value }) => `- **${name}:** ${escape(value)}`).join('\n'),
    ...parts.sections.flatMap((section) => [
      `## ${section.title}`,
      ...(section.sentences.length === 0
        ? [emptySection]
        : section.sentences.map(({ number, text }) => `${escape(text)} \\[${number}\\]`)),
    ]),
    '## Provenance of each sentence',
    ...(sentences.length === 0 ? [emptySection] : []),
    sentences.map(({ number, provenance }) => `${number}. ${escape(provenance)}`).join('\n'),
    ...(parts.findings.length === 0
      ? []
      : ['## Findings switched on', parts.findings.map((finding) => `- ${escape(finding)}`).join('\n')]),
    ...(parts.signature === undefined ? [] : [escape(parts.signature)]),
    ...parts.addenda.flatMap(({ title, text }) => [`## ${escape(title)}`, escape(text)]),
    `*${escape(parts.disclaimer)}*`,
  ];
  return `${blocks.filter((text) => text !== '').join('\n\n')}\n`;
}

/** Text that no Markdown reader takes for markup; its line ends are kept as hard ones. */
const escape = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|~&!$]/g, (sign) => `\\${sign}`)
    .replace(/^(\s*)([-+=])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/gm, '$1\\$2')
    .replace(/\n+/g, '\\\n');
