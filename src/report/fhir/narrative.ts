// A report as the XHTML that a FHIR resource shows to people: https://hl7.org/fhir/R4/narrative.html.
import { emptySection, type Outline } from '../outline.ts';
import { escapeMarkup } from '../escapeMarkup.ts';

/** One `div`: headings, paragraphs and lists, without attributes that a server would refuse. */
export function narrative(parts: Outline): string {
  const paragraph = (text: string): string => `<p>${escapeMarkup(text).replace(/\n+/g, '<br/>')}</p>`;
  const list = (items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`<ul>${items.map((text) => `<li>${escapeMarkup(text)}</li>`).join('')}</ul>`];
  const body = [
    `<h1>${escapeMarkup(parts.title)}</h1>`,
    ...(parts.banner === undefined ? [] : [`<p><b>${escapeMarkup(parts.banner)}</b></p>`]),
    ...parts.warnings.map((warning) => paragraph(`Warning: ${warning}`)),
    ...list(parts.facts.map(({ name, value }) => `${name}: ${value}`)),
    ...parts.sections.flatMap(({ title, sentences }) => [
      `<h2>${escapeMarkup(title)}</h2>`,
      ...(sentences.length === 0
        ? [paragraph(emptySection)]
        : sentences.map(({ number, text }) => paragraph(`${text} [${number}]`))),
    ]),
    '<h2>Provenance of each sentence</h2>',
    ...list(
      parts.sections.flatMap(({ sentences }) =>
        sentences.map(({ number, provenance }) => `[${number}] ${provenance}`),
      ),
    ),
    ...(parts.findings.length === 0 ? [] : ['<h2>Findings switched on</h2>', ...list(parts.findings)]),
    ...(parts.signature === undefined ? [] : [paragraph(parts.signature)]),
    ...parts.addenda.flatMap(({ title, text }) => [paragraph(title), paragraph(text)]),
    paragraph(parts.disclaimer),
  ];
  return `<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">${body.join('')}</div>`;
}
