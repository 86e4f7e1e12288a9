// A report as a Word document (Office Open XML): real headings, a draft's banner and the page number on every page.
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type IRunOptions,
} from 'docx';
import { emptySection, outline, type ExportOptions } from './outline.ts';
import type { Report } from './report.ts';

/** The file's bytes. */
export async function toDocx(report: Report, options: ExportOptions): Promise<Uint8Array> {
  const parts = outline(report, options);
  const sentences = parts.sections.flatMap((section) => section.sentences);
  const children = [
    new Paragraph({ text: parts.title, heading: HeadingLevel.TITLE }),
    ...(parts.banner === undefined ? [] : [paragraph(parts.banner, { bold: true })]),
    ...parts.warnings.map((warning) => paragraph(`Warning: ${warning}`, { bold: true })),
    ...parts.facts.map(
      ({ name, value }) => new Paragraph({ children: [run(`${name}: `, { bold: true }), ...lines(value)] }),
    ),
    ...parts.sections.flatMap((section) => [
      heading(section.title),
      ...(section.sentences.length === 0
        ? [paragraph(emptySection)]
        : section.sentences.map(
            ({ number, text }) =>
              new Paragraph({ children: [...lines(text), run(` [${number}]`, { superScript: true })] }),
          )),
    ]),
    heading('Provenance of each sentence'),
    ...sentences.map(({ number, provenance }) => paragraph(`[${number}] ${provenance}`, small)),
    ...(parts.findings.length === 0 ? [] : [heading('Findings switched on')]),
    ...parts.findings.map(
      (finding) => new Paragraph({ children: [run(finding, small)], bullet: { level: 0 } }),
    ),
    ...(parts.signature === undefined ? [] : [heading('Signature'), paragraph(parts.signature, small)]),
    ...parts.addenda.flatMap(({ title, text }) => [
      heading('Addendum'),
      paragraph(text),
      paragraph(title, small),
    ]),
    heading('Disclaimer'),
    paragraph(parts.disclaimer, { italics: true }),
  ];
  const document = new Document({
    title: parts.title,
    creator: 'Ekphrasis',
    lastModifiedBy: 'Ekphrasis',
    description: parts.disclaimer,
    styles: { default: { document: { run: { language: { value: 'en-US' } } } } },
    sections: [
      {
        headers: {
          default: new Header({
            children: parts.banner === undefined ? [] : [centred([run(parts.banner, { bold: true })])],
          }),
        },
        footers: { default: new Footer({ children: [centred([pageNumber])] }) },
        children,
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

/** Half-points. */
const small: IRunOptions = { size: 18 };

const pageNumber = new TextRun({
  children: ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
  ...small,
});

const centred = (children: readonly TextRun[]): Paragraph =>
  new Paragraph({ children: [...children], alignment: AlignmentType.CENTER });

const heading = (text: string): Paragraph => new Paragraph({ text, heading: HeadingLevel.HEADING_1 });

const run = (text: string, options: IRunOptions = {}): TextRun => new TextRun({ ...options, text });

/** Word has no line ends inside a run: each further line begins with a break. */
const lines = (text: string, options: IRunOptions = {}): readonly TextRun[] =>
  text.split('\n').map((line, i) => run(line, i === 0 ? options : { ...options, break: 1 }));

const paragraph = (text: string, options: IRunOptions = {}): Paragraph =>
  new Paragraph({ children: [...lines(text, options)] });
