// A report as a PDF: text that can be searched and copied in any European script, a structure that screen readers
// follow (PDF/UA), a page number and a draft's banner on every page.
import PdfDocument from 'pdfkit';
import { emptySection, outline, type ExportOptions, type Outline } from './outline.ts';
import type { Report } from './report.ts';

/** Font files (TrueType or OpenType; a WOFF is unpacked anew for each letter) that are embedded, as far as their letters are used. */
export interface PdfFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

/** In points, 1/72 inch. */
const margin = 56;
const textSize = 11;
const smallSize = 9;

type Weight = keyof PdfFonts;
/** The structure's names of what a block is. */
type Role = 'H1' | 'H2' | 'P';

/** The file's bytes: A4 pages. */
export function toPdf(report: Report, options: ExportOptions, fonts: PdfFonts): Promise<Uint8Array> {
  const parts = outline(report, options);
  const page = new PdfDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: parts.banner === undefined ? parts.title : `DRAFT: ${parts.title}`,
      Creator: 'Ekphrasis',
      Subject: parts.disclaimer,
    },
    ...untyped(fonts),
  });
  // By name: a font that is given as bytes is read anew each time.
  page.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  const bytes = bytesOf(page);
  writeBody(page, parts);
  writeEdges(page, parts);
  page.end();
  return bytes;
}

/**
 * Options that pdfkit's types do not know: PDF/UA, and the font to begin with, which would else be one that cannot be
 * embedded.
 */
const untyped = ({ regular }: PdfFonts): object => ({ subset: 'PDF/UA', font: regular });

function bytesOf(page: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    page.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    page.on('error', reject);
    page.on('end', () => {
      const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      resolve(bytes);
    });
  });
}

function writeBody(page: PDFKit.PDFDocument, parts: Outline): void {
  const root = page.struct('Document');
  page.addStructure(root);
  // The space keeps the words of two lines apart for who copies them or has them read out.
  const block = (role: Role, text: string, size: number, weight: Weight, gap = 0.3): void => {
    root.add(
      page.struct(role, {}, () => {
        page
          .font(weight)
          .fontSize(size)
          .text(text.replaceAll('\n', ' \n'), { paragraphGap: size * gap, lineGap: size * 0.15 });
      }),
    );
  };
  const heading = (text: string): void => {
    // A heading alone at the foot of a page would stand apart from what it heads.
    if (page.y > page.page.height - margin - 5 * textSize) page.addPage();
    page.moveDown(0.6);
    block('H2', text, textSize + 2, 'bold');
  };
  const line = (text: string): void => block('P', text, textSize, 'regular');
  const small = (text: string): void => block('P', text, smallSize, 'regular');
  block('H1', parts.title, textSize + 8, 'bold');
  if (parts.banner !== undefined) block('P', parts.banner, textSize, 'bold');
  for (const warning of parts.warnings) block('P', `Warning: ${warning}`, textSize, 'bold');
  for (const { name, value } of parts.facts) line(`${name}: ${value}`);
  for (const { title, sentences } of parts.sections) {
    heading(title);
    if (sentences.length === 0) line(emptySection);
    for (const { number, text } of sentences) line(`${text} [${number}]`);
  }
  heading('Provenance of each sentence');
  for (const { sentences } of parts.sections) {
    for (const { number, provenance } of sentences) small(`[${number}] ${provenance}`);
  }
  if (parts.findings.length > 0) heading('Findings switched on');
  for (const finding of parts.findings) small(finding);
  if (parts.signature !== undefined) {
    heading('Signature');
    small(parts.signature);
  }
  for (const { title, text } of parts.addenda) {
    heading('Addendum');
    line(text);
    small(title);
  }
  heading('Disclaimer');
  line(parts.disclaimer);
  root.end();
}

/** The head and foot of every page, which are not read out. */
function writeEdges(page: PDFKit.PDFDocument, { banner }: Outline): void {
  const { start, count } = page.bufferedPageRange();
  const edge = (text: string, y: number, attached: 'Top' | 'Bottom'): void => {
    page.markContent('Artifact', { type: 'Pagination', attached: [attached] });
    page.font('regular' satisfies Weight).fontSize(smallSize);
    page.text(text, margin, y, { align: 'center', width: page.page.width - 2 * margin, lineBreak: false });
    page.endMarkedContent();
  };
  for (let i = start; i < start + count; i += 1) {
    page.switchToPage(i);
    // Without a margin: text below it would begin a new page.
    page.page.margins.bottom = 0;
    edge(`Page ${i - start + 1} of ${count}`, page.page.height - margin / 2 - smallSize, 'Bottom');
    if (banner !== undefined) edge(banner, margin / 2, 'Top');
  }
}
