// A PDF as another program reads it (PDF.js, by unpdf): text, structure, fonts and pages.
import { extractText, getDocumentProxy } from 'unpdf';
import { beforeAll, expect, test } from 'vitest';
import { readReportFonts } from '../../src/engine/reportFonts.ts';
import { toPdf, type PdfFonts } from '../../src/report/pdf.ts';
import { toPlainText } from '../../src/report/plainText.ts';
import type { Report } from '../../src/report/report.ts';
import { changed, signedReport, worked } from './sampleReport.ts';

let fonts: PdfFonts;
beforeAll(async () => {
  fonts = await readReportFonts();
});

async function read(report: Report, includePatient = false) {
  const bytes = await toPdf(report, { includePatient }, fonts);
  // Read twice: PDF.js takes the bytes it is given for its own.
  const { text } = await extractText(bytes.slice(), { mergePages: false });
  const document = await getDocumentProxy(bytes.slice());
  return { bytes, pages: text, text: squeezed(text.join(' ')), document };
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ');

test('its text can be searched, Greek too', async () => {
  for (const report of [worked, signedReport]) {
    const { text } = await read(report, true);
    for (const line of toPlainText(report, { includePatient: true }).split('\n')) {
      if (line !== line.toUpperCase()) expect(text).toContain(squeezed(line));
    }
  }
});

test('a draft says so on every page, pages are numbered, and long reports go on', async () => {
  const long = changed(
    worked,
    ...Array.from({ length: 60 }, (_, i) => ({
      kind: 'insert' as const,
      section: 'findings' as const,
      text: `Sentence ${i} is one of many that together need more than a page, and itself needs two lines.`,
    })),
  );
  const { pages, document } = await read(long);
  expect(pages.length).toBeGreaterThan(2);
  expect(document.numPages).toBe(pages.length);
  for (const [i, page] of pages.entries()) {
    expect(page).toContain(`Page ${i + 1} of ${pages.length}`);
    expect(page).toContain('DRAFT. Not signed');
  }
  for (let i = 0; i < 60; i += 1) expect(squeezed(pages.join(' '))).toContain(`Sentence ${i} is one of many`);
  const signed = await read(signedReport);
  expect(signed.text).not.toContain('DRAFT');
});

interface Node {
  readonly role?: string;
  readonly children?: readonly Node[];
}
const rolesOf = ({ role, children = [] }: Node): readonly string[] => [
  ...(role === undefined ? [] : [role]),
  ...children.flatMap(rolesOf),
];

test('has the structure, the language and the fonts that it claims', async () => {
  const { document, bytes } = await read(worked);
  const tree = (await (await document.getPage(1)).getStructTree()) as Node;
  const roles = rolesOf(tree);
  expect(roles.slice(0, 3)).toEqual(['Root', 'Document', 'H1']);
  expect(roles.filter((role) => role === 'H2').length).toBe(5);
  const { info, metadata } = await document.getMetadata();
  expect(info).toMatchObject({ Title: 'DRAFT: Chest X-ray report', Language: 'en', PDFFormatVersion: '1.7' });
  expect(metadata.getRaw()).toContain('pdfuaid');
  expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
  const file = Buffer.from(bytes).toString('latin1');
  expect(new Set(file.match(/\/BaseFont \/[\w+-]+/g))).toEqual(
    new Set([
      expect.stringMatching(/\+DejaVuSans$/) as string,
      expect.stringMatching(/\+DejaVuSans-Bold$/) as string,
    ]),
  );
  expect(file.match(/\/FontFile2/g)).toHaveLength(2);
  // Only the letters that are used are in it.
  expect(bytes.length).toBeLessThan(100_000);
});

test('no patient is in it unless asked for', async () => {
  const { text, document } = await read(signedReport);
  const { info, metadata } = await document.getMetadata();
  expect(text + JSON.stringify(info) + String(metadata.getRaw())).not.toMatch(/Παππά|HOSP|1970/);
});
